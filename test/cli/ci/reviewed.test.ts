import { expect, test } from 'vitest';
import { isAsReviewed } from '../../../src/cli/ci/reviewed.ts';
import type { SavedPlan } from '../../../src/plan/index.ts';

const plan = {
  project: 'p',
  environment: 'prod',
  connect: { url: 'http://a:8083', version: '4.3.1', kafkaClusterId: 'k' },
  changes: [],
  saved: {
    settings: { urls: ['http://a:8083', 'http://b:8083'], owner: 'p/prod', ownership: 'marks', ignoreKeys: [] },
  },
} as unknown as SavedPlan;

const withSettings = (settings: Partial<SavedPlan['saved']['settings']>): SavedPlan => ({
  ...plan,
  saved: { ...plan.saved, settings: { ...plan.saved.settings, ...settings } },
});

test.each<{ name: string; now: SavedPlan; same: boolean }>([
  {
    name: 'another URL of the same cluster that answered',
    now: { ...plan, connect: { ...plan.connect, url: 'http://b:8083' } },
    same: true,
  },
  { name: 'another Connect cluster on the same Kafka', now: withSettings({ urls: ['http://c:8083'] }), same: false },
  { name: 'another Kafka cluster', now: { ...plan, connect: { ...plan.connect, kafkaClusterId: 'l' } }, same: false },
  { name: 'another owner', now: withSettings({ owner: 'someone/else' }), same: false },
  { name: 'another environment', now: { ...plan, environment: 'staging' }, same: false },
])('$name: the same as was reviewed: $same', ({ now, same }) => {
  expect(isAsReviewed(plan, now)).toBe(same);
});
