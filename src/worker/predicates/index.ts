import type { PredicatePlugin } from '../plugins/index.ts';
import { hasHeaderKey } from './has-header-key.ts';
import { recordIsTombstone } from './record-is-tombstone.ts';
import { topicNameMatches } from './topic-name-matches.ts';

/** Kafka's predicates. */
export const predicatePlugins: readonly PredicatePlugin[] = [hasHeaderKey, recordIsTombstone, topicNameMatches];
