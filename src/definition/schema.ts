import pipelineSchema from '../../schemas/pipeline.schema.json' with { type: 'json' };
import projectSchema from '../../schemas/project.schema.json' with { type: 'json' };

/**
 * As much of JSON Schema as the files in schemas/ use. They are what editors read, and what documents are
 * checked with: read directly, since compiling them costs more CPU than checking a thousand connectors.
 */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  /** What belongs here, in words. */
  readonly 'x-is'?: string;
}

/** The shapes that documents have. */
export type DocumentKind = 'project' | 'pipeline' | 'template';

const pipelineRoot = pipelineSchema as Schema;
const projectRoot = projectSchema as Schema;

export function schemaOf(kind: DocumentKind): Schema {
  return kind === 'project' ? projectRoot : pipelineRoot.$defs![kind]!;
}

const definitions = new Map<string, Schema>([
  ...Object.entries(pipelineRoot.$defs ?? {}),
  ...Object.entries(projectRoot.$defs ?? {}),
]);

/** Follows `#/$defs/NAME`; the two files share no name. */
export function deref(schema: Schema): Schema {
  return schema.$ref === undefined ? schema : (definitions.get(schema.$ref.slice('#/$defs/'.length)) ?? schema);
}

/** The schema of a key's value. */
export function below(schema: Schema, key: string): Schema | undefined {
  const own = schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
  const other = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  const found = own ?? other;
  return found && deref(found);
}

export { pipelineSchema, projectSchema };
