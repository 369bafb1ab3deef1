import type { ConnectorType } from '../core/index.ts';

/** The topics of a connector as far as its config tells. `unknown` says why it doesn't. */
export type TopicsOf =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'pattern'; readonly pattern: RegExp }
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
  if (written.kind === 'prefix' && taken.kind === 'names') return taken.names.some((n) => n.startsWith(written.prefix));
  return false;
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

/** RegexRouter renames a topic that its pattern matches as a whole; what another router does is not known. */
function routed(topic: string, read: Read): TopicsOf {
  let names = [topic];
  for (const router of routers(read)) {
    if (!/(?:^|\.)RegexRouter$/.test(router.type)) return { kind: 'unknown', why: 'a transform routes its records' };
    try {
      const pattern = new RegExp(`^(?:${read(`${router.prefix}regex`) ?? ''})$`, 'u');
      const replacement = (read(`${router.prefix}replacement`) ?? '').replace(/\$\{?(\w+)\}?/g, '$$$1');
      const after = names.map((name) => name.replace(pattern, replacement));
      // With a predicate only some records take the way: both names are possible.
      names = read(`${router.prefix}predicate`) === undefined ? after : [...new Set([...names, ...after])];
    } catch {
      return { kind: 'unknown', why: 'its RegexRouter has a Java pattern that only the worker can read' };
    }
  }
  return { kind: 'names', names };
}
