import type { PlanField } from '../plan.ts';
import { overlaps, type TopicsOf, topicsOf } from '../topics-of.ts';
import { changedField, type HazardInput, type HazardRule, wantedText } from './hazard.ts';

/** Hazards of an update for what stands in topics already: where records go, come from, and in which format. */
export const topicHazards: readonly HazardRule[] = [
  {
    id: 'H003',
    severity: 'hazard',
    title: "a source's topic or prefix",
    needs: ['config', 'live'],
    find: (input) => {
      if (input.action !== 'update' || input.live?.type !== 'source') return undefined;
      const field = changedField(input, ...TOPIC_KEYS) ?? changedRouter(input);
      if (!field) return undefined;
      const { before, after } = topicsBeforeAndAfter(input, 'source');
      if (before.kind === 'unknown' || after.kind === 'unknown') {
        return `${field.key} decides the topics of its records, and changes: new records may go to another topic, and what was written stays in the old one`;
      }
      if (textOf(before) === textOf(after)) return undefined;
      return `new records go to ${textOf(after)} instead of ${textOf(before)}: what was written stays there (${field.key})`;
    },
  },
  {
    id: 'H004',
    severity: 'hazard',
    title: "a sink's topics",
    needs: ['config', 'live'],
    find: (input) => {
      const field = changedField(input, 'topics', 'topics.regex');
      if (!field) return undefined;
      const { before, after } = topicsBeforeAndAfter(input, 'sink');
      if (before.kind !== 'names' || after.kind !== 'names') {
        return 'a topic that is added is read from its beginning; one that is left out is no longer read';
      }
      const added = after.names.filter((name) => !before.names.includes(name));
      const left = before.names.filter((name) => !after.names.includes(name));
      const parts = [
        ...(added.length > 0 ? [`${listed(added)} ${added.length === 1 ? 'is' : 'are'} read from the beginning`] : []),
        ...(left.length > 0 ? [`${listed(left)} ${left.length === 1 ? 'is' : 'are'} no longer read`] : []),
      ];
      return parts.length > 0 ? parts.join('; ') : undefined;
    },
  },
  {
    id: 'H005',
    severity: 'hazard',
    title: 'a converter on a topic in use',
    needs: ['config', 'live'],
    find: (input) => {
      const field = changedFormat(input);
      const type = input.live?.type;
      if (!field || (type !== 'source' && type !== 'sink')) return undefined;
      const { before, after } = topicsBeforeAndAfter(input, type);
      const isKnown = before.kind !== 'unknown' && after.kind !== 'unknown';
      // Another converter for another topic is the right way to change a format.
      if (before.kind === 'names' && isKnown && !overlaps(before, after)) return undefined;
      const topics = isKnown ? textOf(after) : `its topics (not known: ${unknownReason(before, after)})`;
      return `${field.key} changes while ${topics} may hold records of the old format: who reads both may fail`;
    },
  },
];

const TOPIC_KEYS = ['topic', 'topic.prefix', 'kafka.topic', 'database.server.name'];

/** A key of a transform that routes records, before or after; the list of transforms where one comes or goes. */
function changedRouter(input: HazardInput): PlanField | undefined {
  const routers = new Set([...routersOf(input.live?.config ?? {}), ...routersOf(wantedTexts(input))]);
  if (routers.size === 0) return undefined;
  const ofRouter = input.fields.find(({ key }) =>
    routers.has(/^transforms\.(.+)\.[^.]+(?:\.format)?$/.exec(key)?.[1] ?? ''),
  );
  return ofRouter ?? changedField(input, 'transforms');
}

function routersOf(config: Readonly<Record<string, string | null>>): string[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const name = /^transforms\.(.+)\.type$/.exec(key)?.[1];
    return name !== undefined && /Router|ExtractTopic/.test(value ?? '') ? [name] : [];
  });
}

function wantedTexts({ desired }: HazardInput): Record<string, string> {
  return Object.fromEntries(
    [...(desired?.config.keys() ?? [])].flatMap((key) => {
      const text = wantedText(desired, key);
      return text === undefined ? [] : [[key, text]];
    }),
  );
}

/** A converter's class or a key of its format; how it reaches and logs in to a registry is none. */
function changedFormat(input: HazardInput): PlanField | undefined {
  if (input.action !== 'update') return undefined;
  return input.fields.find(
    ({ key, sensitive }) => !sensitive && /^(?:key|value)\.converter(?:\.|$)/.test(key) && !CONNECTION_KEYS.test(key),
  );
}

const CONNECTION_KEYS =
  /^(?:key|value)\.converter\.(?:(?:schema\.registry\.)?(?:ssl|basic\.auth|bearer\.auth|sasl|proxy)\.|schemas\.cache\.|.*\.cache\.|max\.schemas\.per\.subject$)/;

function topicsBeforeAndAfter(
  { live, desired }: HazardInput,
  type: 'source' | 'sink',
): { readonly before: TopicsOf; readonly after: TopicsOf } {
  return {
    before: topicsOf(type, (key) => live?.config[key] ?? undefined),
    after: topicsOf(type, (key) => wantedText(desired, key)),
  };
}

function unknownReason(...topics: readonly TopicsOf[]): string {
  return topics.flatMap((one) => (one.kind === 'unknown' ? [one.why] : []))[0] ?? '';
}

function textOf(topics: TopicsOf): string {
  switch (topics.kind) {
    case 'names':
      return listed(topics.names);
    case 'prefix':
      return `topics that begin with "${topics.prefix}"`;
    case 'pattern':
      return `topics such as ${topics.example ?? topics.pattern.source}`;
    case 'unknown':
      return topics.why;
    default:
      return topics satisfies never;
  }
}

/** `"a"`, `"a" and "b"`, `"a", "b" and 3 more`. */
function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  if (quoted.length <= 3) return quoted.join(', ').replace(/, ([^,]*)$/, ' and $1');
  return `${quoted.slice(0, 2).join(', ')} and ${quoted.length - 2} more`;
}
