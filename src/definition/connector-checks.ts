import { suggest } from '../core/index.ts';
import type { FlatEntry } from './config-text.ts';
import { CONVERTERS, listOf } from './merge-layers.ts';
import type { Node } from './node.ts';
import type { Report } from './report.ts';

type Flat = ReadonlyMap<string, FlatEntry>;

/** What can be wrong with a connector when all of its layers are together, without knowing its plugin. */
export function checkConnector(name: string, nameNode: Node, flat: Flat, report: Report): void {
  checkName(name, nameNode, report);
  if (!flat.has('connector.class')) {
    report.add('CC3011', nameNode, `connector "${name}" has no class`, {
      help: "write class: with the plugin's class",
    });
  }
  for (const converter of CONVERTERS) checkConverter(converter, flat, report);
  checkPredicates(flat, report);
}

/** The worker's own rule: a name is not empty and has no control characters (ConnectorConfig). */
function checkName(name: string, node: Node, report: Report): void {
  if (name.trim() !== '' && !/\p{Cc}/u.test(name)) {
    if (name === '.' || name === '..') {
      report.add('CC3012', node, `the connector name "${name}" is a step in a path`, {
        help: 'Requests about it would go to another address',
      });
    }
    if (name === name.trim()) return;
    report.add('CC3012', node, `the connector name ${JSON.stringify(name)} has blanks around it`, {
      help: 'Kafka Connect would cut them off',
    });
    return;
  }
  report.add('CC3012', node, 'a connector name may not be empty or hold control characters');
}

/** Connect reads `value.converter.*` of a connector only beside a `value.converter` of its own. */
function checkConverter(converter: string, flat: Flat, report: Report): void {
  if (flat.has(converter)) return;
  const prefix = `${converter}.`;
  const key = firstWith(prefix, flat);
  if (key === undefined || report.isSilenced('CC3008')) return;
  const field = converter.replace(/\.c/, 'C');
  report.add('CC3008', flat.get(key)!.key, `"${key}" has no effect without a class for ${converter}`, {
    help: `write ${field}: { class: …, ${key.slice(prefix.length)}: … }`,
  });
}

function firstWith(prefix: string, flat: Flat): string | undefined {
  for (const key of flat.keys()) if (key.startsWith(prefix)) return key;
  return undefined;
}

function checkPredicates(flat: Flat, report: Report): void {
  const declared = listOf(flat.get('predicates')?.text);
  for (const transform of listOf(flat.get('transforms')?.text)) {
    const entry = flat.get(`transforms.${transform}.predicate`);
    if (entry?.text === undefined || declared.includes(entry.text) || report.isSilenced('CC3009')) continue;
    const near = suggest(entry.text, declared);
    report.add('CC3009', entry.node, `no predicate "${entry.text}" is declared`, {
      help: near ? `did you mean "${near}"?` : 'declare it under predicates:',
    });
  }
}
