import { ConfigError, type ConfigKeySpec, oneOfIgnoringCase } from '../config/index.ts';
import { DataError, type Field, fieldOf, type Schema, Struct } from '../data/index.ts';
import { requireMapOrNull } from './requirements.ts';

export const fieldSyntaxVersion: ConfigKeySpec = {
  name: 'field.syntax.version',
  type: 'STRING',
  defaultValue: 'V1',
  validator: oneOfIgnoringCase('V1', 'V2'),
  importance: 'HIGH',
  documentation:
    'How a field is named: V1 takes the text as one name, V2 as steps into nested fields with dots between them ' +
    'and backticks around a step that holds dots.',
};

/** The way to a field that may be nested (SingleFieldPath, KIP-821). */
export class FieldPath {
  readonly #steps: readonly string[];

  constructor(steps: readonly string[]) {
    this.#steps = steps;
  }

  /** @throws ConfigError where a backtick has no partner */
  static parse(path: string, syntaxVersion: string): FieldPath {
    return new FieldPath(syntaxVersion.toUpperCase() === 'V2' ? splitPath(path) : [path]);
  }

  /** null where a step of the way is missing. @throws DataError where one is no map */
  valueInMap(map: ReadonlyMap<unknown, unknown>): unknown {
    let current: ReadonlyMap<unknown, unknown> | null = map;
    for (const step of this.#steps.slice(0, -1)) {
      current = requireMapOrNull(current.get(step), 'nested field access');
      if (current === null) return null;
    }
    return current.get(this.#steps.at(-1)!) ?? null;
  }

  valueInStruct(struct: Struct, replaceNull: boolean): unknown {
    let current: Struct = struct;
    for (const step of this.#steps.slice(0, -1)) {
      const next = current.get(step);
      if (next === null || next === undefined) return null;
      if (!(next instanceof Struct)) throw new DataError(`Field '${step}' is not of type STRUCT`);
      current = next;
    }
    const last = this.#steps.at(-1)!;
    return replaceNull ? current.get(last) : current.getWithoutDefault(last);
  }

  fieldIn(schema: Schema): Field | undefined {
    let current: Schema | undefined = schema;
    for (const step of this.#steps.slice(0, -1)) {
      current = current && fieldOf(current, step)?.schema;
    }
    return current && fieldOf(current, this.#steps.at(-1)!);
  }
}

/**
 * Steps of a V2 path. A backtick opens a quoted step only at the start of a step, and closes it only before a dot or
 * the end; before a dot inside, a backslash keeps it a backtick.
 */
function splitPath(path: string): string[] {
  const steps: string[] = [];
  let at = 0;
  while (at <= path.length) {
    if (path[at] === '`') {
      const end = closingBacktick(path, at);
      steps.push(path.slice(at + 1, end).replaceAll('\\`', '`'));
      at = end + 2;
      if (end + 1 === path.length) break;
    } else {
      const dot = path.indexOf('.', at);
      steps.push(path.slice(at, dot < 0 ? undefined : dot));
      if (dot < 0) break;
      at = dot + 1;
    }
  }
  return steps;
}

function closingBacktick(path: string, start: number): number {
  for (let i = start + 1; i < path.length; i++) {
    if (path[i] !== '`' || path[i - 1] === '\\') continue;
    if (i + 1 === path.length || path[i + 1] === '.') return i;
  }
  throw new ConfigError(
    `Incomplete backtick pair in path: [${path}], consider adding a backslash before backtick at position ${start} to escape it`,
  );
}
