import type { Cell } from './transform-rows.ts';

/** A cell that no row can fill, and why; `*` stands for any. */
export interface ImpossibleCell {
  readonly transform: string;
  readonly key: string;
  readonly form: Cell['form'] | '*';
  readonly kind: Cell['kind'];
  readonly why: string;
}

const anyOf = (transform: string, kind: Cell['kind'], why: string, key = '*', form: ImpossibleCell['form'] = '*') => ({
  transform,
  key,
  form,
  kind,
  why,
});

/** Cells of transform key × form × kind that do not exist. */
export const impossibleCells: readonly ImpossibleCell[] = [
  anyOf('HoistField$Key', 'wrong type', 'it takes every type'),
  anyOf('HoistField$Value', 'wrong type', 'it takes every type'),
  anyOf('SetSchemaMetadata$Key', 'wrong type', 'a schema of any type has a name and a version', '*', 'schema'),
  anyOf('SetSchemaMetadata$Value', 'wrong type', 'a schema of any type has a name and a version', '*', 'schema'),
  anyOf('SetSchemaMetadata$Key', 'fine', 'it needs a schema', '*', 'schemaless'),
  anyOf('SetSchemaMetadata$Value', 'fine', 'it needs a schema', '*', 'schemaless'),
  anyOf('DropHeaders', 'wrong type', 'it does not look at a type'),
  anyOf('InsertHeader', 'wrong type', 'it does not look at a type'),
  anyOf('RegexRouter', 'wrong type', 'it looks at the topic alone, which is text'),
  anyOf('TimestampRouter', 'wrong type', 'it looks at topic and time alone'),
];

export function isImpossible(cell: Cell): boolean {
  return impossibleCells.some(
    ({ transform, key, form, kind }) =>
      transform === cell.transform &&
      (key === '*' || key === cell.key) &&
      (form === '*' || form === cell.form) &&
      kind === cell.kind,
  );
}
