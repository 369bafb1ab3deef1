import { builtInPlugins } from '../../../src/worker/built-in-plugins.ts';
import { parseConfig } from '../../../src/worker/config/index.ts';
import { javaText, type SchemaAndValue } from '../../../src/worker/data/index.ts';
import { DateFormat, expandReplacement, javaRegex } from '../../../src/worker/java-text/index.ts';
import { PluginRegistry } from '../../../src/worker/plugins/index.ts';
import { transformStages } from '../../../src/worker/runtime/herder-plugins.ts';
import { TransformChain } from '../../../src/worker/runtime/transform-chain.ts';
import { dataOf, outcomeOf, recordOf, textOf } from '../../worker/transforms/run-vector.ts';
import { type Answer, type Question, type TransformQuestion, withoutAddresses } from './oracle.ts';

type Asked<Kind extends Question['ask']> = Extract<Question, { readonly ask: Kind }>;

const registry = new PluginRegistry(builtInPlugins);

/** What the built-in worker's own parts answer. */
export function askOurs(question: Question): Answer {
  try {
    return withoutAddresses(answerTo(question));
  } catch (error) {
    return withoutAddresses({ error: errorText(error) });
  }
}

function answerTo(question: Question): Answer {
  switch (question.ask) {
    case 'transform':
      return transform(question);
    case 'predicate':
      return predicate(question);
    case 'chain':
      return chain(question);
    case 'write':
      return write(question);
    case 'read':
      return read(question);
    case 'regex':
      return regex(question);
    case 'format date':
      return { text: new DateFormat(question.pattern).format(new Date(question.millis)) };
    case 'parse date':
      return { millis: new DateFormat(question.pattern).parse(question.text)?.getTime() ?? null };
    default:
      throw new Error(`no such question: ${JSON.stringify(question satisfies never)}`);
  }
}

function transform({ class: className, config, record }: TransformQuestion): Answer {
  const plugin = find('transformation', className);
  const instance = plugin.create();
  instance.configure(parseConfig(plugin.configDef, config));
  return { ...outcomeOf(instance.apply(recordOf(record))) };
}

function predicate({ class: className, config, record }: TransformQuestion): Answer {
  const plugin = find('predicate', className);
  const instance = plugin.create();
  instance.configure(parseConfig(plugin.configDef, config));
  return { holds: instance.test(recordOf(record)) };
}

function chain({ config, record }: Asked<'chain'>): Answer {
  const stages = new TransformChain(transformStages(registry, config));
  return { ...outcomeOf(stages.apply(recordOf(record), { className: '' })) };
}

function write({ class: className, role, config, value }: Asked<'write'>): Answer {
  const { schema, value: data } = dataOf(value);
  const full = { ...config, 'converter.type': role };
  if (role === 'header') {
    const plugin = find('header_converter', className);
    const converter = plugin.create();
    converter.configure(parseConfig(plugin.configDef, full));
    return { bytes: hex(converter.fromConnectHeader('t', 'h', schema, data)) };
  }
  const plugin = find('converter', className);
  const converter = plugin.create();
  converter.configure(parseConfig(plugin.configDef, full), role === 'key');
  return { bytes: hex(converter.fromConnectData('t', schema, data, []) as Buffer | null) };
}

function read({ class: className, role, config, bytes }: Asked<'read'>): Answer {
  const full = { ...config, 'converter.type': role };
  const given = bytes === null ? null : Buffer.from(bytes, 'hex');
  if (role === 'header') {
    const plugin = find('header_converter', className);
    const converter = plugin.create();
    converter.configure(parseConfig(plugin.configDef, full));
    return shown(converter.toConnectHeader('t', 'h', given));
  }
  const plugin = find('converter', className);
  const converter = plugin.create();
  converter.configure(parseConfig(plugin.configDef, full), role === 'key');
  return shown(converter.toConnectData('t', given, []) as SchemaAndValue);
}

function regex({ pattern, text, replacement }: Asked<'regex'>): Answer {
  const once = javaRegex(pattern);
  const found = Array.from(text.matchAll(new RegExp(once.source, `${once.flags}g`)), (match) => [
    match.index,
    ...Array.from(match, (group) => group ?? null),
  ]);
  const answer = { whole: javaRegex(pattern, { whole: true }).test(text), found };
  return replacement === undefined ? answer : { ...answer, replaced: replaceFirst(once, text, replacement) };
}

function replaceFirst(pattern: RegExp, text: string, replacement: string): string {
  const match = pattern.exec(text);
  if (match === null) return text;
  try {
    return (
      text.slice(0, match.index) + expandReplacement(replacement, match) + text.slice(match.index + match[0].length)
    );
  } catch (error) {
    return errorText(error);
  }
}

function find<Kind extends Parameters<PluginRegistry['find']>[0]>(kind: Kind, className: string) {
  const plugin = registry.find(kind, className);
  if (!plugin) throw new Error(`there is no ${kind} ${className}`);
  return plugin;
}

function shown({ schema, value }: SchemaAndValue): Answer {
  return { value: textOf(schema, value), valueText: javaText(schema, value) };
}

function hex(bytes: Buffer | null): string | null {
  return bytes === null ? null : bytes.toString('hex');
}

function errorText(error: unknown): string {
  const { name, message, javaClass } = error as Error & { javaClass?: string };
  return `${javaClass ?? name}: ${message}`;
}
