import type { ConnectorType } from '../core/index.ts';

/** The topics of a connector as far as its config tells. `unknown` says why it doesn't. */
export type TopicsOf =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  /** `example`: one of the names, where the pattern was made from known ones. */
  | { readonly kind: 'pattern'; readonly pattern: RegExp; readonly example?: string }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'unknown'; readonly why: string };

type Read = (key: string) => string | undefined;

/** What a source writes or a sink reads, from `topic`, `topics`, `topics.regex` and `topic.prefix`, after its routers. */
export function topicsOf(type: ConnectorType, read: Read): TopicsOf {
  if (type === 'sink') return topicsOfSink(read);
  const topic = read('topic') ?? read('kafka.topic');
  const prefix = read('topic.prefix');
  if (topic !== undefined) return routed(topic, read);
  if (prefix === undefined) return { kind: 'unknown', why: 'no key of its class is known to name its topics' };
  return routers(read).length === 0
    ? { kind: 'prefix', prefix }
    : { kind: 'unknown', why: 'a transform routes its records' };
}

/** True when one may write what the other reads. Unknown topics never overlap: a guess would delay or warn for nothing. */
export function overlaps(written: TopicsOf, taken: TopicsOf): boolean {
  if (written.kind === 'names') return written.names.some((name) => takes(taken, name));
  if (taken.kind === 'names') {
    if (written.kind === 'prefix') return taken.names.some((name) => name.startsWith(written.prefix));
    if (written.kind === 'pattern') return taken.names.some((name) => written.pattern.test(name));
  }
  return written.kind === 'pattern' && written.example !== undefined && takes(taken, written.example);
}

function takes(topics: TopicsOf, name: string): boolean {
  if (topics.kind === 'names') return topics.names.includes(name);
  if (topics.kind === 'pattern') return topics.pattern.test(name);
  return topics.kind === 'prefix' && name.startsWith(topics.prefix);
}

function topicsOfSink(read: Read): TopicsOf {
  const topics = read('topics');
  if (topics !== undefined) {
    return {
      kind: 'names',
      names: topics
        .split(',')
        .map((t) => t.trim())
        .filter((t) => t !== ''),
    };
  }
  const regex = read('topics.regex');
  if (regex === undefined) return { kind: 'unknown', why: 'it names no topics' };
  try {
    return { kind: 'pattern', pattern: new RegExp(`^(?:${regex})$`, 'u') };
  } catch {
    return { kind: 'unknown', why: 'topics.regex is a Java pattern that only the worker can read' };
  }
}

function routers(read: Read): { readonly prefix: string; readonly type: string }[] {
  return (read('transforms') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => ({ prefix: `transforms.${name}.`, type: read(`transforms.${name}.type`) ?? '' }))
    .filter(({ type }) => /Router$|Router\$|ByLogicalTableRouter|ExtractTopic/.test(type));
}

/**
 * RegexRouter renames a topic that its pattern matches as a whole; TimestampRouter, as the last one, gives it a name a
 * day or hour. What another router does is not known.
 */
function routed(topic: string, read: Read): TopicsOf {
  let names = [topic];
  const all = routers(read);
  for (const [i, router] of all.entries()) {
    const isConditional = read(`${router.prefix}predicate`) !== undefined;
    if (/(?:^|\.)TimestampRouter$/.test(router.type) && i === all.length - 1 && !isConditional) {
      return stamped(names, router.prefix, read);
    }
    if (!/(?:^|\.)RegexRouter$/.test(router.type)) return { kind: 'unknown', why: 'a transform routes its records' };
    const after = renamed(names, router.prefix, read);
    if (!after) return { kind: 'unknown', why: 'its RegexRouter has a Java pattern that only the worker can read' };
    // With a predicate only some records take the way: both names are possible.
    names = isConditional ? [...new Set([...names, ...after])] : [...after];
  }
  return { kind: 'names', names };
}

function renamed(names: readonly string[], prefix: string, read: Read): readonly string[] | undefined {
  try {
    const pattern = new RegExp(`^(?:${read(`${prefix}regex`) ?? ''})$`, 'u');
    const replacement = (read(`${prefix}replacement`) ?? '').replace(/\$\{?(\w+)\}?/g, '$$$1');
    return names.map((name) => name.replace(pattern, replacement));
  } catch {
    return undefined;
  }
}

/** The defaults are those of org.apache.kafka.connect.transforms.TimestampRouter. */
function stamped(names: readonly string[], prefix: string, read: Read): TopicsOf {
  const format = read(`${prefix}topic.format`) ?? '${topic}-${timestamp}';
  const time = (read(`${prefix}timestamp.format`) ?? 'yyyyMMdd').replaceAll(/[A-Za-z]/g, '1');
  const fill = (text: string, name: string, timestamp: string): string =>
    text.replaceAll('${topic}', () => name).replaceAll('${timestamp}', () => timestamp);
  const patterns = names.map((name) => fill(escaped(format), escaped(name), '.+'));
  return {
    kind: 'pattern',
    pattern: new RegExp(`^(?:${patterns.join('|')})$`, 'u'),
    example: fill(format, names[0]!, time),
  };
}

/** For a pattern, but `${topic}` and `${timestamp}`, which are filled in. */
function escaped(text: string): string {
  return text.replaceAll(/\$\{(?:topic|timestamp)\}|[\\^$.*+?()[\]{}|/-]/g, (found) =>
    found.length > 1 ? found : found === '-' ? found : `\\${found}`,
  );
}
