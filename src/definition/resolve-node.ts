import { suggest } from '../core/index.ts';
import { isNull, type Node, type ScalarNode } from './node.ts';
import { findNearMisses, hasReference, parseReferences, type Reference } from './references.ts';
import type { Scope } from './scope.ts';

/**
 * A value with its references worked in, at any depth; the same object where it holds none. `absent`: the
 * whole value is a variable that is null, as if its line were not there. `failed`: reported.
 */
export function resolveNode(node: Node, scope: Scope): Node | 'absent' | 'failed' {
  switch (node.kind) {
    case 'scalar':
      return resolveScalar(node, scope);
    case 'list': {
      const items = resolveAll(node.items, (item) => resolveNode(item, scope));
      return items === node.items ? node : { ...node, items };
    }
    case 'map': {
      const entries = resolveAll(node.entries, (entry) => {
        const value = resolveNode(entry.value, scope);
        if (typeof value === 'string') return value;
        return value === entry.value ? entry : { key: entry.key, value };
      });
      return entries === node.entries ? node : { ...node, entries };
    }
  }
}

function resolveAll<T>(all: readonly T[], resolve: (one: T) => T | 'absent' | 'failed'): readonly T[] {
  let changed = false;
  const resolved: T[] = [];
  for (const one of all) {
    const value = resolve(one);
    if (value !== one) changed = true;
    if (value !== 'absent' && value !== 'failed') resolved.push(value as T);
  }
  return changed ? resolved : all;
}

function resolveScalar(node: ScalarNode, scope: Scope): Node | 'absent' | 'failed' {
  if (node.literal || !node.text.includes('${')) return node;
  for (const miss of findNearMisses(node.text, (name) => scope.isVariable(name))) {
    scope.report.warn('CC2006', node, `${miss.text} is no reference: it goes on as it stands`, {
      help: `did you mean ${miss.meant}?`,
    });
  }
  if (!hasReference(node.text)) return node;
  const { parts, malformed } = parseReferences(node.text);
  for (const text of malformed) {
    scope.report.add('CC2005', node, `${text} cannot be read as a reference`, {
      help: 'as in ${var.name}, ${var.name:-default}; to write the text itself, double the $',
    });
  }
  if (malformed.length > 0) return 'failed';
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') return resolveWhole(only, node, scope);
  return joinParts(parts, node, scope);
}

/** A whole value: keeps the variable's own kind, at the place of the reference. */
function resolveWhole(reference: Reference, node: ScalarNode, scope: Scope): Node | 'absent' | 'failed' {
  if (reference.kind === 'keep') return keepNode(reference, node, scope);
  const value = lookUp(reference, node, scope);
  if (value === 'failed') return value;
  if (value === 'absent' || isNull(value)) {
    if (reference.fallback === undefined) return 'absent';
    return resolveText(reference.fallback, node, scope);
  }
  return at(value, node);
}

function keepNode({ fallback }: Reference, node: ScalarNode, scope: Scope): ScalarNode | 'failed' {
  if (fallback === undefined) return { ...node, text: '', literal: true, plain: false, keep: 'bare' };
  const value = resolveText(fallback, node, scope);
  if (typeof value === 'string' || value.kind !== 'scalar') return 'failed';
  return { ...value, keep: 'default', plain: false };
}

/** The text behind `:-`, in which references may stand. */
function resolveText(text: string, node: ScalarNode, scope: Scope): Node | 'failed' {
  const value = resolveScalar({ ...node, text, plain: text !== '' && !node.keep }, scope);
  if (value === 'absent') return { ...node, text: '', literal: true, plain: false };
  if (typeof value === 'string') return value;
  return value.kind === 'scalar' ? { ...value, literal: true, plain: text !== 'null' && value.plain } : value;
}

function joinParts(parts: readonly (string | Reference)[], node: ScalarNode, scope: Scope): ScalarNode | 'failed' {
  let text = '';
  let placeholder = false;
  let failed = false;
  const uses: string[] = [];
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = resolvePart(part, node, scope);
    if (value === 'failed') {
      failed = true;
      continue;
    }
    text += value.text;
    placeholder ||= value.placeholder === true;
    if (value.uses) uses.push(...value.uses);
  }
  if (failed) return 'failed';
  return {
    ...node,
    text,
    plain: false,
    literal: true,
    ...(uses.length > 0 ? { uses } : {}),
    ...(placeholder ? { placeholder } : {}),
  };
}

function resolvePart(part: Reference, node: ScalarNode, scope: Scope): ScalarNode | 'failed' {
  const written = `\${${part.kind}${part.path ? `.${part.path}` : ''}}`;
  if (part.kind === 'keep') {
    scope.report.add('CC2012', node, '${keep} has to be the whole value');
    return 'failed';
  }
  const value = resolveWhole(part, node, scope);
  if (value === 'failed') return value;
  if (value === 'absent') {
    scope.report.add('CC2007', node, `${written} is null here, and stands in the middle of a text`, {
      help: `write \${${part.kind}.${part.path}:-} for an empty text in its place`,
    });
    return 'failed';
  }
  if (value.kind === 'scalar' && !value.keep) return value;
  const is = value.kind === 'scalar' ? 'a ${keep}' : `a ${value.kind}`;
  scope.report.add('CC2008', node, `${written} is ${is}, and stands in the middle of a text`);
  return 'failed';
}

function lookUp(reference: Reference, node: ScalarNode, scope: Scope): Node | 'absent' | 'failed' {
  switch (reference.kind) {
    case 'var':
      return lookUpVariable(reference, node, scope);
    case 'each':
      return lookUpEach(reference, node, scope);
    case 'env':
      return lookUpEnvironment(reference, node, scope);
    case 'keep':
      throw new Error('a keep has no value to look up');
  }
}

function lookUpVariable(reference: Reference, node: ScalarNode, scope: Scope): Node | 'absent' | 'failed' {
  const [name = '', ...fields] = reference.path.split('.');
  const value = scope.variable(name, node);
  if (value === 'failed') return value;
  if (value === 'unknown') {
    if (reference.fallback !== undefined) return 'absent';
    const near = scope.nearestVariable(name);
    const help = near
      ? `did you mean \${var.${near}}?`
      : 'declare it under variables:, or give a default: ${var.x:-default}';
    scope.report.add('CC2001', node, `the variable "${name}" is declared nowhere`, { help });
    return 'failed';
  }
  return descend(value, fields, reference, node, scope);
}

function lookUpEach(reference: Reference, node: ScalarNode, scope: Scope): Node | 'absent' | 'failed' {
  const [first = '', ...fields] = reference.path.split('.');
  if (!scope.each) {
    scope.report.add('CC2009', node, `\${each.${reference.path}} stands outside of a connector with forEach`);
    return 'failed';
  }
  if (first === 'key' && fields.length === 0) return scope.each.key;
  if (first === 'value') return descend(scope.each.value, fields, reference, node, scope);
  scope.report.add('CC2009', node, `each has a key and a value, and no "${first}"`, {
    help: `did you mean \${each.value.${reference.path}}?`,
  });
  return 'failed';
}

function descend(
  value: Node,
  fields: readonly string[],
  reference: Reference,
  node: ScalarNode,
  scope: Scope,
): Node | 'absent' | 'failed' {
  let found: Node | undefined = value;
  let rest = fields;
  while (rest.length > 0 && found?.kind === 'map') {
    // A key may hold dots itself: the longest that is there counts.
    const entries: Node = found;
    let length = rest.length;
    found = undefined;
    for (; length > 0 && !found; length--) {
      const key = rest.slice(0, length).join('.');
      found = entries.entries.find((entry) => entry.key.text === key)?.value;
      if (found) break;
    }
    rest = rest.slice(Math.max(1, length));
    if (!found) return missingField(entries, reference, node, scope);
  }
  if (rest.length === 0 && found) return found;
  return missingField(found, reference, node, scope);
}

function missingField(
  found: Node | undefined,
  reference: Reference,
  node: ScalarNode,
  scope: Scope,
): 'absent' | 'failed' {
  if (reference.fallback !== undefined) return 'absent';
  const keys = found?.kind === 'map' ? found.entries.map((entry) => entry.key.text) : [];
  const near = suggest(reference.path.split('.').at(-1) ?? '', keys);
  const help = near ? `did you mean "${near}"?` : `give a default: \${${reference.kind}.${reference.path}:-default}`;
  const code = reference.kind === 'each' ? 'CC2009' : 'CC2001';
  scope.report.add(code, node, `\${${reference.kind}.${reference.path}} is not there`, { help });
  return 'failed';
}

function lookUpEnvironment(reference: Reference, node: ScalarNode, scope: Scope): Node | 'absent' | 'failed' {
  const name = reference.path;
  if (!node.source.isProjectFile) {
    scope.report.add('CC2003', node, `\${env.${name}} is read in connectctl.yaml alone`, {
      help: `there: variables: { ${toVariableName(name)}: "\${env.${name}}" }, and here: \${var.${toVariableName(name)}}`,
    });
    return 'failed';
  }
  const { source, start, end } = node;
  const base = { kind: 'scalar', plain: true, literal: true, source, start, end } as const;
  if (scope.env === 'placeholders') return { ...base, text: `\${env.${name}}`, placeholder: true };
  const value = scope.env[name];
  if (value !== undefined) return { ...base, text: value, plain: value !== 'null' };
  if (reference.fallback !== undefined) return 'absent';
  scope.report.add('CC2010', node, `the environment variable ${name} is not set`, {
    help: `set it, or give a default: \${env.${name}:-default}`,
  });
  return 'failed';
}

/** `CONNECT_PASSWORD` → `connectPassword`. */
function toVariableName(name: string): string {
  return name.toLowerCase().replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** A value at the place of the reference that it came through. */
function at(value: Node, { source, start, end }: ScalarNode): Node {
  return { ...value, source, start, end };
}
