import { marks } from './marks.ts';
import type { PlanInput } from './plan-input.ts';
import { selector } from './selector.ts';

/**
 * The selectors of --target, --exclude, --adopt and --replace that take nothing: no connector or topic of the files,
 * no removal, nothing on the worker. Each with its flag, such as `--target oders`.
 */
export function idleSelectors(input: PlanInput): readonly string[] {
  const { targets, excludes, adopt, replace } = input.options;
  const live = [...input.observed.connectors.values()].map(({ name, config }) => ({
    name,
    pipeline: config[marks.pipeline] ?? '',
  }));
  const things = [...input.connectors, ...input.topics, ...input.removed, ...live];
  const flags = { target: targets, exclude: excludes, adopt, replace };
  return Object.entries(flags).flatMap(([flag, texts]) =>
    texts.filter((text) => !things.some(selector(text))).map((text) => `--${flag} ${text}`),
  );
}
