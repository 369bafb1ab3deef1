import { Pair, parseLines } from 'dot-properties';
import { type FlatEntry, madeEntry } from './config-text.ts';
import { entriesOf, entryOf, isNull, type MapNode, type Node, type ScalarNode, toPlain } from './node.ts';
import { parseJson } from './parse-json.ts';
import { isTooLarge } from './parse-yaml.ts';
import type { Report } from './report.ts';
import type { SourceText } from './source-text.ts';

/** A connector as Kafka Connect's own files hold it, taken as it stands: no references, no short class names. */
export interface PlainConnector {
  readonly name: string;
  readonly nameNode: Node;
  /** Its path without extension. */
  readonly pipeline: string;
  readonly flat: ReadonlyMap<string, FlatEntry>;
  readonly state: { readonly value: string; readonly node: Node } | undefined;
}

/** Whether a file holds a plain connector, by its extension. */
export function isPlainFile(path: string): boolean {
  return /\.(json|properties)$/i.test(path);
}

/** The connector of a `.json` or `.properties` file; undefined where it holds none, which is reported. */
export function readPlainFile(source: SourceText, report: Report): PlainConnector | undefined {
  if (isTooLarge(source, report)) return undefined;
  return /\.json$/i.test(source.path) ? readJson(source, report) : readProperties(source, report);
}

/** `{"name", "config", "initial_state"?}` as POST /connectors takes it, or a flat map with `name`. */
function readJson(source: SourceText, report: Report): PlainConnector | undefined {
  const document = parseJson(source, report);
  if (!document) return undefined;
  if (document.kind !== 'map') return reportNone(document, report);
  const config = entryOf(document, 'config')?.value;
  const name = entryOf(document, 'name')?.value;
  if (config?.kind !== 'map') return assemble(source, name, document, undefined, report);
  const state = entryOf(document, 'initial_state')?.value;
  for (const { key } of document.entries) {
    if (!['name', 'config', 'initial_state'].includes(key.text)) {
      report.add('CC1007', key, `unknown key "${key.text}" beside name and config`);
    }
  }
  return assemble(source, name ?? entryOf(config, 'name')?.value, config, state, report);
}

function reportNone(at: Node, report: Report): undefined {
  report.add('CC1020', at, 'this file holds no connector', { help: 'as in { "name": "…", "config": { … } }' });
  return undefined;
}

function assemble(
  source: SourceText,
  name: Node | undefined,
  config: MapNode,
  state: Node | undefined,
  report: Report,
): PlainConnector | undefined {
  if (name?.kind !== 'scalar' || name.text === '') return reportNone(config, report);
  const flat = new Map<string, FlatEntry>();
  for (const { key, value } of entriesOf(config)) {
    if (key.text === 'name') checkSameName(name, value, report);
    else if (isAllowed(key, value, report)) flat.set(key.text, madeEntry(value.text, value, key));
  }
  const pipeline = source.path.replace(/\.[^./]+$/, '');
  return { name: name.text, nameNode: name, pipeline, flat, state: readState(state, report) };
}

/** Connect answers 400 where the two differ. */
function checkSameName(name: ScalarNode, inConfig: Node, report: Report): void {
  if (inConfig === name || (inConfig.kind === 'scalar' && inConfig.text === name.text)) return;
  report.add('CC1009', inConfig, `the name in config is not the connector's, "${name.text}"`);
}

function isAllowed(key: ScalarNode, value: Node, report: Report): value is ScalarNode {
  if (key.text.startsWith('connectctl.')) {
    report.add('CC3002', key, `"${key.text}" may not stand in config`, { help: 'these keys are our own marks' });
    return false;
  }
  if (value.kind === 'scalar' && !isNull(value)) return true;
  const is = value.kind === 'scalar' ? 'null' : `a ${value.kind}`;
  report.add('CC3003', value, `the value of "${key.text}" is ${is}, and Kafka Connect takes texts`);
  return false;
}

function readState(node: Node | undefined, report: Report): PlainConnector['state'] {
  if (!node) return undefined;
  const value = String(toPlain(node)).toUpperCase();
  if (['RUNNING', 'PAUSED', 'STOPPED'].includes(value)) return { value, node };
  report.add('CC1009', node, 'initial_state has to be RUNNING, PAUSED or STOPPED');
  return undefined;
}

/** Java's own format: escapes, continuation lines, `key value`, `!` comments. A key written again wins there; here it is an error. */
function readProperties(source: SourceText, report: Report): PlainConnector | undefined {
  const entries: { key: ScalarNode; value: ScalarNode }[] = [];
  const seen = new Map<string, Node>();
  for (const line of parseLines(source.text, true)) {
    if (!(line instanceof Pair)) continue;
    const [start = 0, , valueStart = start, end = start] = line.range ?? [];
    const text = { kind: 'scalar', plain: false, literal: true, source } as const;
    const key: ScalarNode = { ...text, text: line.key, start, end: start + line.key.length };
    const first = seen.get(line.key);
    if (first?.kind === 'scalar') {
      const related = [{ message: 'first written here', source: source.span(first.start, first.end) }];
      report.add('CC1003', key, `the key "${line.key}" is written twice`, { related });
    }
    seen.set(line.key, key);
    entries.push({ key, value: { ...text, text: line.value ?? '', start: valueStart, end } });
  }
  const map: MapNode = { kind: 'map', entries, source, start: 0, end: source.text.length };
  return assemble(source, entryOf(map, 'name')?.value, map, undefined, report);
}
