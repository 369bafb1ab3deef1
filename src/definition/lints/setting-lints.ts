import { maskCredentials, Sensitive } from '../../core/index.ts';
import { hasProviderReference } from '../plugins/check-value.ts';
import { type LintRule, textOf } from './lint-rule.ts';

/** Lints of one connector's own settings. */
export const settingLints: readonly LintRule[] = [
  {
    id: 'H006',
    severity: 'hazard',
    title: 'errors.tolerance=all without a dead letter queue',
    needs: ['config'],
    find(connector, context) {
      if (textOf(connector, 'errors.tolerance')?.trim() !== 'all' || context.kindOf(connector) === 'source') return;
      const deadLetters = connector.config.get(DEAD_LETTER_TOPIC) ?? connector.keep.get(DEAD_LETTER_TOPIC);
      if (deadLetters !== undefined && deadLetters !== '') return;
      return {
        key: 'errors.tolerance',
        message: 'errors.tolerance is "all" and there is no dead letter queue: records that fail are dropped',
        help: `write ${DEAD_LETTER_TOPIC}`,
      };
    },
  },
  {
    id: 'H007',
    severity: 'warning',
    title: 'dead letter keys on a source',
    needs: ['config'],
    find(connector, context) {
      if (context.kindOf(connector) !== 'source') return;
      const key = [...connector.config.keys()].find((k) => k.startsWith('errors.deadletterqueue.'));
      return key === undefined
        ? undefined
        : {
            key,
            message: `${key} has no effect on a source: only sinks have a dead letter queue`,
            help: 'take it away',
          };
    },
  },
  {
    id: 'H009',
    severity: 'warning',
    title: 'a secret in clear text',
    needs: ['config'],
    find(connector, context) {
      const keys = [...connector.config].filter(([key, value]) => {
        const text = value instanceof Sensitive ? value.reveal() : value;
        return context.isSecret(connector, key) ? isClearText(text) : maskCredentials(text) !== text;
      });
      const [first] = keys;
      if (!first) return;
      const names = keys.map(([key]) => key).join(', ');
      return {
        key: first[0],
        isSecret: true,
        message: `${names} ${keys.length === 1 ? 'stands' : 'stand'} in clear text in the worker's config, for everybody who may read it`,
        help: 'write a reference to a config provider of the worker: ${file:/path:key}',
      };
    },
  },
];

const DEAD_LETTER_TOPIC = 'errors.deadletterqueue.topic.name';

function isClearText(value: string): boolean {
  return value !== '' && !hasProviderReference(value);
}
