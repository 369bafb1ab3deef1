import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
} from 'node:fs';
import { waitUntil } from '../../harness/index.ts';
import type { Place } from './place.ts';

/** Something that happens to a row's file, or to its connector. */
export type Step = (at: Place) => Promise<void>;

/** What was there before stays; the file is made where it is missing. */
export const append =
  (text: string | Buffer): Step =>
  async (at) =>
    appendFileSync(at.file, text);

export const appendRotated =
  (text: string): Step =>
  async (at) =>
    appendFileSync(at.rotated, text);

export const emptied: Step = async (at) => truncateSync(at.file);

export const renamed: Step = async (at) => renameSync(at.file, at.rotated);

export const copied: Step = async (at) => copyFileSync(at.file, at.rotated);

export const removed: Step = async (at) => rmSync(at.file);

export const folder: Step = async (at) => void mkdirSync(at.file);

/** Until so many records are there; Kafka Connect's may be fewer or more. */
export const arrived =
  (count: number, theirs = count): Step =>
  (at) =>
    at.arrived(at.label === 'jv' ? theirs : count);

/** Until the file, or the rotated one, holds exactly this. */
export const written =
  (text: string, where: 'file' | 'rotated' = 'file'): Step =>
  async (at) => {
    const path = at[where];
    await waitUntil(`${at.label}: ${JSON.stringify(text)} in ${path}`, () => {
      const content = existsSync(path) ? readFileSync(path, 'utf8') : '(no file)';
      if (content === text) return true;
      throw new Error(JSON.stringify(content.slice(0, 500)));
    });
  };

export const produced =
  (...values: readonly (string | null)[]): Step =>
  (at) =>
    at.produce(values);

export const running: Step = (at) => at.reached('RUNNING');

export const failed: Step = (at) => at.reached('RUNNING', 'FAILED');

export const stopped: Step = async (at) => {
  await at.call('PUT', '/stop');
  await at.reached('STOPPED');
};

export const paused: Step = async (at) => {
  await at.call('PUT', '/pause');
  await at.reached('PAUSED');
};

/** Without waiting: a position beyond the end keeps a thread of Kafka's worker busy until the file has grown. */
export const resuming: Step = (at) => at.call('PUT', '/resume');

export const resumed: Step = async (at) => {
  await resuming(at);
  await at.reached('RUNNING');
};

/** Its tasks end, with their offsets flushed, and start anew. */
export const restarted: Step = async (at) => {
  await stopped(at);
  await resumed(at);
};

/** Of the source's file, through REST; null forgets it. */
export const positioned =
  (position: number | null): Step =>
  (at) =>
    at.call('PATCH', '/offsets', {
      offsets: [{ partition: { filename: at.file }, offset: position === null ? null : { position } }],
    });

export const forgotten: Step = (at) => at.call('DELETE', '/offsets');

export const flushed =
  (position: number, theirs = position): Step =>
  (at) =>
    at.flushed(at.label === 'jv' ? theirs : position);
