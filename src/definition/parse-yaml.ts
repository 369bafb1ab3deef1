import type { Alias, Document, Pair, Scalar, YAMLMap, YAMLSeq, Node as YamlNode } from 'yaml';
import { messageOf } from '../core/index.ts';
import { parseFastYaml } from './fast-yaml.ts';
import type { Entry, MapNode, Node, ScalarNode } from './node.ts';
import { spanOf } from './node.ts';
import type { Report } from './report.ts';
import type { SourceText } from './source-text.ts';
import { yamlPackage } from './yaml-package.ts';
import { reportSyntaxErrors, reportUnknownAlias, reportUnknownTags } from './yaml-traps.ts';

/** A definition of this size has some 20,000 connectors; beyond it something else went into the folder. */
export const MAX_FILE_CHARS = 8 * 1024 * 1024;

/** Values that a document may have with its aliases written out: what stops a "billion laughs". */
const MAX_EXPANDED_NODES = 2_000_000;

/** Deeper than any definition, shallower than the stack. */
const MAX_DEPTH = 100;

/**
 * The documents of a YAML text; empty ones are left out. Those with a syntax error are left out
 * and reported. Scalars keep their source spelling, so they are read untyped (the failsafe schema).
 */
export function parseYaml(source: SourceText, report: Report): Node[] {
  if (isTooLarge(source, report)) return [];
  return parseFastYaml(source) ?? parseFullYaml(source, report);
}

/** True for a file that is not read for its size, which is reported. */
export function isTooLarge(source: SourceText, report: Report): boolean {
  if (source.text.length <= MAX_FILE_CHARS) return false;
  const help = 'split it, or take it out of the files that `pipelines` matches';
  report.add('CC1010', source.span(0, 0), `this file is larger than ${MAX_FILE_CHARS / 1024 / 1024} MiB`, { help });
  return true;
}

/** The same through the full parser, which alone reports what is wrong. */
export function parseFullYaml(source: SourceText, report: Report): Node[] {
  try {
    const parsed = yamlPackage().parseAllDocuments(source.text, {
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    }) as Document[];
    return parsed.flatMap((document) => new Reader(source, report).read(document));
  } catch (error) {
    // The parser calls itself for each level of nesting.
    const message = error instanceof RangeError ? 'this is nested too deeply' : messageOf(error);
    report.add('CC1001', source.span(0, 0), `this file cannot be read: ${message}`);
    return [];
  }
}

class Reader {
  readonly #yaml = yamlPackage();
  readonly #source: SourceText;
  readonly #report: Report;
  readonly #anchors = new Map<string, { readonly node: Node; readonly count: number } | 'open'>();
  #count = 0;
  #depth = 0;

  constructor(source: SourceText, report: Report) {
    this.#source = source;
    this.#report = report;
  }

  read(document: Document): Node[] {
    if (document.errors.length > 0) {
      reportSyntaxErrors(this.#source, document.errors, this.#report);
      return [];
    }
    reportUnknownTags(this.#source, document.warnings, this.#report);
    const contents = document.contents as YamlNode | null;
    if (!contents || (this.#yaml.isScalar(contents) && contents.value === '' && contents.type === 'PLAIN')) return [];
    const before = this.#report.errorCount;
    const node = this.#node(contents);
    if (this.#count > MAX_EXPANDED_NODES || this.#depth < 0) {
      const help = 'use a template with extends instead of nested aliases';
      this.#report.add('CC1006', node, 'the aliases of this document make it too large', { help });
      return [];
    }
    // A text of broken aliases is no tree; everything else can be looked at further.
    return node.kind === 'scalar' && this.#report.errorCount > before ? [] : [node];
  }

  #node(yaml: YamlNode): Node {
    if (this.#yaml.isAlias(yaml)) return this.#alias(yaml);
    const anchor = 'anchor' in yaml ? (yaml.anchor as string | undefined) : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, 'open');
    const before = this.#count++;
    if (++this.#depth > MAX_DEPTH) throw new RangeError('too deep');
    const node = this.#yaml.isMap(yaml)
      ? this.#map(yaml)
      : this.#yaml.isSeq(yaml)
        ? this.#list(yaml)
        : this.#scalar(yaml as Scalar);
    this.#depth--;
    if (anchor !== undefined) this.#anchors.set(anchor, { node, count: this.#count - before });
    return node;
  }

  #alias(alias: Alias): Node {
    const known = this.#anchors.get(alias.source);
    const [start, end] = alias.range ?? [0, 0];
    const stub: ScalarNode = { kind: 'scalar', text: '', plain: false, source: this.#source, start, end };
    if (known === undefined) {
      reportUnknownAlias(this.#source, start, end, this.#report);
      return stub;
    }
    if (known === 'open') {
      this.#report.add('CC1006', stub, `the alias *${alias.source} stands inside its own anchor`);
      return stub;
    }
    this.#count += known.count;
    return known.node;
  }

  #scalar(yaml: Scalar): ScalarNode {
    const [start, end] = yaml.range ?? [0, 0];
    const value = typeof yaml.value === 'string' ? yaml.value : '';
    const plain = yaml.type === 'PLAIN' || yaml.type === undefined;
    const block = yaml.type === 'BLOCK_LITERAL' || yaml.type === 'BLOCK_FOLDED';
    const text = block ? this.#blockText(value, start) : value;
    const node: ScalarNode = { kind: 'scalar', text, plain, source: this.#source, start, end };
    if (plain && isEmptyWord(value) && yaml.tag === undefined) this.#reportEmpty(node);
    else if (block && text === '') this.#reportEmpty(node);
    return node;
  }

  /** Drops the last newline, which nobody means, unless `+` asks for it. */
  #blockText(value: string, start: number): string {
    const header = /^[|>][-+0-9]*/.exec(this.#source.text.slice(start, start + 4))?.[0] ?? '';
    return header.includes('+') ? value : value.replace(/\n$/, '');
  }

  /** YAML makes nulls that nobody typed, and a null removes a key: so each has to be spelled out. */
  #reportEmpty(node: ScalarNode): void {
    const what = node.text === '' ? 'this value is empty' : `this value is ${node.text}, which YAML takes as null`;
    const word = /^null$/i.test(node.text) ? node.text : '~';
    this.#report.add('CC1004', node, what, {
      help: `write null to remove the key, "" for an empty text, "${word}" for that text`,
    });
  }

  #list(yaml: YAMLSeq): Node {
    const [start, end] = yaml.range ?? [0, 0];
    const items = (yaml.items as (YamlNode | Pair)[]).map((item) =>
      this.#yaml.isNode(item) ? this.#node(item as YamlNode) : this.#pair(item as Pair, start, end),
    );
    return { kind: 'list', items, source: this.#source, start, end };
  }

  /** `[a: b]` makes a map of one entry. */
  #pair(pair: Pair, start: number, end: number): Node {
    const entry = this.#entry(pair);
    return { kind: 'map', entries: entry ? [entry] : [], source: this.#source, start, end };
  }

  #map(yaml: YAMLMap): MapNode {
    const [start, end] = yaml.range ?? [0, 0];
    const entries: Entry[] = [];
    const seen = new Map<string, Node>();
    for (const pair of yaml.items) {
      const entry = this.#entry(pair as Pair);
      if (!entry) continue;
      const first = seen.get(entry.key.text);
      if (first) {
        const related = [{ message: 'first written here', source: spanOf(first) }];
        this.#report.add('CC1003', entry.key, `the key "${entry.key.text}" is written twice`, { related });
        continue;
      }
      seen.set(entry.key.text, entry.key);
      entries.push(entry);
    }
    return { kind: 'map', entries, source: this.#source, start, end };
  }

  #entry(pair: Pair): Entry | undefined {
    const key = this.#yaml.isNode(pair.key) ? this.#keyNode(pair.key as YamlNode) : undefined;
    if (!key) return undefined;
    if (key.text === '<<' && key.plain) {
      const help = 'name a template with extends: its keys are taken, and yours win';
      this.#report.add('CC1005', key, '"<<" is not read', { help });
      return undefined;
    }
    const value = this.#yaml.isNode(pair.value) ? this.#node(pair.value as YamlNode) : this.#missing(key);
    return { key, value };
  }

  #keyNode(yaml: YamlNode): ScalarNode | undefined {
    const [start, end] = yaml.range ?? [0, 0];
    if (this.#yaml.isScalar(yaml) && typeof yaml.value === 'string' && yaml.value !== '') {
      this.#count++;
      return { kind: 'scalar', text: yaml.value, plain: yaml.type === 'PLAIN', source: this.#source, start, end };
    }
    this.#report.add('CC1001', this.#source.span(start, end), 'a key has to be a text', {
      help: 'a text that begins with { or [ goes in quotes',
    });
    return undefined;
  }

  /** `? key` without any value. */
  #missing(key: ScalarNode): ScalarNode {
    const node: ScalarNode = { ...key, text: '', plain: true, start: key.end };
    this.#reportEmpty(node);
    return node;
  }
}

function isEmptyWord(text: string): boolean {
  return text === '' || text === '~' || text === 'Null' || text === 'NULL';
}
