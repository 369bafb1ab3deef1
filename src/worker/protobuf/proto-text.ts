import type {
  FieldDeclaration,
  MessageDeclaration,
  OneofDeclaration,
  ProtoFile,
  TypeDeclaration,
} from './proto-file.ts';

/** Confluent's converter writes these with the value first. */
const VALUE_FIRST = ['precision', 'scale'];

/** A file as Confluent's provider prints it: the registry knows a schema by this text. */
export function protoText({ packageName, imports, types }: ProtoFile): string {
  const lines = ['syntax = "proto3";'];
  if (packageName !== '') lines.push(`package ${packageName};`);
  if (imports.length > 0) lines.push('', ...imports.map((name) => `import "${name}";`));
  lines.push('', ...typeLines(types));
  return `${lines.join('\n')}\n`;
}

/** Messages before enums. */
function typeLines(types: readonly TypeDeclaration[]): readonly string[] {
  const messages = types.flatMap((type) => (type.kind === 'message' ? messageLines(type) : []));
  return [
    ...messages,
    ...types.flatMap((type) => (type.kind === 'enum' ? block(`enum ${type.name}`, [valueLines(type.values)]) : [])),
  ];
}

function messageLines({ name, fields, oneofs, nested }: MessageDeclaration): readonly string[] {
  return block(`message ${name}`, [fields.flatMap(fieldLines), oneofs.flatMap(oneofLines), typeLines(nested)]);
}

function oneofLines({ name, fields }: OneofDeclaration): readonly string[] {
  return block(`oneof ${name}`, [fields.flatMap(fieldLines)]);
}

function valueLines(values: readonly { readonly name: string; readonly number: number }[]): readonly string[] {
  return values.map(({ name, number }) => `${name} = ${number};`);
}

/** Parts that are empty take no line; an empty line stands between the others, which only blocks around it indent. */
function block(head: string, parts: readonly (readonly string[])[]): readonly string[] {
  const inside = parts.filter((lines) => lines.length > 0);
  if (inside.length === 0) return [`${head} {}`];
  const lines = inside.flatMap((part, i) => [...(i === 0 ? [] : ['']), ...part.map(indented)]);
  return [`${head} {`, ...lines, '}'];
}

function fieldLines({ label, type, name, number, params }: FieldDeclaration): readonly string[] {
  const head = `${label === undefined ? '' : `${label} `}${type} ${name} = ${number}`;
  if (params.size === 0) return [`${head};`];
  return [`${head} [(confluent.field_meta) = {`, ...['params: [', ...paramLines(params), ']'].map(indented), '}];'];
}

function paramLines(params: ReadonlyMap<string, string>): readonly string[] {
  return [...params].flatMap(([key, value], i) => {
    const pair = [`key: ${quoted(key)}`, `value: ${quoted(value)}`];
    const [first, second] = VALUE_FIRST.includes(key) ? pair.reverse() : pair;
    return ['{', `  ${first},`, `  ${second}`, i < params.size - 1 ? '},' : '}'].map(indented);
  });
}

function quoted(text: string): string {
  return `"${text
    .replace(/[\\'"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')}"`;
}

function indented(line: string): string {
  return `  ${line}`;
}
