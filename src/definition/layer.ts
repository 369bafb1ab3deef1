import { checkClassName, fullClassName } from './class-names.ts';
import { configEntry, type FlatEntry, madeEntry, removeEntry, textEntry } from './config-text.ts';
import { type Entry, entryOf, isNull, type MapNode, type Node, type ScalarNode, spanOf } from './node.ts';
import { resolveNode } from './resolve-node.ts';
import type { Scope } from './scope.ts';
import { readCount, readText, reportKind } from './typed-value.ts';

/** One layer of a connector: Connect's flat keys, however they were spelled, and the fields that are no keys. */
export interface Layer {
  readonly flat: ReadonlyMap<string, FlatEntry>;
  /** `state`, `topics` and their like, references worked in. */
  readonly fields: ReadonlyMap<string, Entry>;
  /** Items of transforms and predicates without a type: a lower layer has to have them. */
  readonly inherited: readonly InheritedItem[];
}

export interface InheritedItem {
  readonly list: 'transforms' | 'predicates';
  readonly name: string;
  readonly node: Node;
}

/** Fields that are read elsewhere, with the layer's own rules. */
const NOT_FIELDS: ReadonlySet<string> = new Set([
  'name',
  'only',
  'extends',
  'forEach',
  'environments',
  'template',
  'sensitive',
]);

const CONVERTER_FIELDS: Readonly<Record<string, string>> = {
  keyConverter: 'key.converter',
  valueConverter: 'value.converter',
  headerConverter: 'header.converter',
};

/** Flattens a layer as written: a template, `defaults`, a connector, or one of their environments blocks. */
export function readLayer(map: MapNode, scope: Scope): Layer {
  return new LayerReader(scope).read(map);
}

class LayerReader {
  readonly #scope: Scope;
  readonly #flat = new Map<string, FlatEntry>();
  readonly #fields = new Map<string, Entry>();
  readonly #inherited: InheritedItem[] = [];

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  read(map: MapNode): Layer {
    for (const entry of map.entries) this.#entry(entry);
    return { flat: this.#flat, fields: this.#fields, inherited: this.#inherited };
  }

  #entry(entry: Entry): void {
    const { key, value } = entry;
    const converter = CONVERTER_FIELDS[key.text];
    if (converter !== undefined) this.#converter(converter, entry);
    else if (key.text === 'class') this.#class('connector.class', key, value, 'class');
    else if (key.text === 'tasksMax') this.#tasksMax(entry);
    else if (key.text === 'config') this.#config(entry);
    else if (key.text === 'transforms' || key.text === 'predicates') this.#items(key.text, entry);
    else if (!NOT_FIELDS.has(key.text)) this.#field(entry);
  }

  #field({ key, value }: Entry): void {
    const node = resolveNode(value, this.#scope);
    if (typeof node !== 'string') this.#fields.set(key.text, { key, value: node });
  }

  #put(name: string, entry: FlatEntry | 'absent' | undefined): void {
    if (entry === undefined || entry === 'absent') return;
    const first = this.#flat.get(name);
    if (first) {
      this.#scope.report.add('CC3001', entry.key, `"${name}" is written twice in one layer`, {
        help: 'keep one of the two',
        related: [{ message: 'the other one', source: spanOf(first.key) }],
      });
      return;
    }
    this.#flat.set(name, entry);
  }

  #tasksMax({ key, value }: Entry): void {
    const entry = configEntry(key, value, this.#scope);
    const isText = typeof entry === 'object' && entry.kind !== 'remove';
    if (isText && entry.text !== undefined && entry.node.kind === 'scalar') {
      if (readCount({ ...entry.node, keep: undefined }, 'tasksMax', this.#scope.report) === undefined) return;
    } else if (isText && entry.node.kind !== 'scalar') {
      reportKind(entry.node, 'tasksMax', 'an integer of at least 1', this.#scope.report);
      return;
    }
    this.#put('tasks.max', entry);
  }

  #config({ value }: Entry): void {
    const map = this.#map(value, 'config');
    for (const entry of map?.entries ?? []) {
      const key = this.#configKey(entry.key);
      if (key !== undefined) this.#put(key, configEntry(entry.key, entry.value, this.#scope));
    }
  }

  /** A map as written, so that its values keep their own places; a reference to one where it is that. */
  #map(value: Node, what: string): MapNode | undefined {
    const node = value.kind === 'map' ? value : resolveNode(value, this.#scope);
    if (typeof node === 'string' || isNull(node)) return undefined;
    return node.kind === 'map' ? node : reportKind(node, what, 'a map of keys', this.#scope.report);
  }

  #configKey(key: ScalarNode): string | undefined {
    const name = this.#keyText(key);
    if (name === undefined) return undefined;
    const instead = name === 'name' ? 'name:' : name === 'connector.class' ? 'class:' : undefined;
    if (instead === undefined && !name.startsWith('connectctl.')) return name;
    const help = instead ? `write ${instead} one level up` : 'these keys are our own marks';
    this.#scope.report.add('CC3002', key, `"${name}" may not stand in config`, { help });
    return undefined;
  }

  #keyText(key: ScalarNode): string | undefined {
    const node = key.text.includes('$') ? resolveNode(key, this.#scope) : key;
    if (node === 'failed') return undefined;
    if (node === 'absent') return reportKind(key, 'a config key', 'a text', this.#scope.report);
    return readText(node, 'a config key', this.#scope.report);
  }

  #class(name: string, key: Node, value: Node, what: string): void {
    const node = resolveNode(value, this.#scope);
    if (typeof node === 'string') return;
    if (isNull(node)) {
      this.#put(name, removeEntry(node, key));
      return;
    }
    const written = readText(node, what, this.#scope.report);
    if (written === undefined || node.kind !== 'scalar') return;
    const problem = name === 'connector.class' ? undefined : checkClassName(written);
    if (problem) {
      const severity = problem.code === 'CC3006' ? 'error' : 'warning';
      this.#scope.report.add(problem.code, node, problem.message, { severity, help: problem.help });
    }
    const text = name === 'connector.class' ? written : fullClassName(written);
    this.#put(name, { ...textEntry(node, key), text });
  }

  #converter(name: string, { key, value }: Entry): void {
    const node = value.kind === 'map' ? value : resolveNode(value, this.#scope);
    if (typeof node === 'string') return;
    if (node.kind !== 'map') this.#class(name, key, node, key.text);
    for (const entry of node.kind === 'map' ? node.entries : []) {
      if (entry.key.text === 'class') this.#class(name, entry.key, entry.value, `${key.text}.class`);
      else this.#put(`${name}.${entry.key.text}`, configEntry(entry.key, entry.value, this.#scope));
    }
  }

  #items(list: InheritedItem['list'], { key, value }: Entry): void {
    const node = value.kind === 'list' ? value : resolveNode(value, this.#scope);
    if (typeof node === 'string') return;
    if (isNull(node)) {
      this.#put(list, removeEntry(node, key));
    } else if (node.kind === 'list') {
      const names = node.items.flatMap((item) => this.#item(list, item) ?? []);
      this.#put(list, madeEntry(names.join(','), node, key));
    } else {
      reportKind(node, list, `a list of ${list}`, this.#scope.report);
    }
  }

  #item(list: InheritedItem['list'], item: Node): string | undefined {
    if (item.kind === 'list') return reportKind(item, `an item of ${list}`, 'a map with name', this.#scope.report);
    const nameNode = item.kind === 'map' ? entryOf(item, 'name')?.value : item;
    if (!nameNode) return undefined;
    const name = this.#itemName(list, nameNode);
    if (name === undefined) return undefined;
    const entries = item.kind === 'map' ? item.entries : [];
    if (!entries.some((entry) => entry.key.text === 'type')) this.#inherited.push({ list, name, node: nameNode });
    for (const entry of entries) if (entry.key.text !== 'name') this.#itemEntry(`${list}.${name}`, entry);
    return name;
  }

  #itemName(list: InheritedItem['list'], node: Node): string | undefined {
    const resolved = resolveNode(node, this.#scope);
    if (typeof resolved === 'string') return undefined;
    const name = readText(resolved, 'a name', this.#scope.report);
    if (name === undefined || /^[A-Za-z0-9_-]+$/.test(name)) return name;
    const one = list === 'transforms' ? 'transform' : 'predicate';
    this.#scope.report.add('CC1009', resolved, `"${name}" cannot be the name of a ${one}`, {
      help: 'letters, digits, - and _: it becomes part of config keys',
    });
    return undefined;
  }

  #itemEntry(prefix: string, { key, value }: Entry): void {
    if (key.text === 'type') this.#class(`${prefix}.type`, key, value, 'type');
    else if (key.text !== 'config') this.#put(`${prefix}.${key.text}`, configEntry(key, value, this.#scope));
    else this.#itemConfig(prefix, value);
  }

  #itemConfig(prefix: string, config: Node): void {
    for (const entry of this.#map(config, 'config')?.entries ?? []) {
      const name = this.#keyText(entry.key);
      if (name !== undefined) this.#put(`${prefix}.${name}`, configEntry(entry.key, entry.value, this.#scope));
    }
  }
}
