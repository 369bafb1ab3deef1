/**
 * How many parts a value that is read may have: one a number or text, eight a list, map, struct or message. A byte each
 * of 100 MB would else become gigabytes of memory, and the end of the worker with all its connectors.
 */
const MAX_PARTS = 2 ** 24;
export const CONTAINER_PARTS = 8;

// Not by toLocaleString: the first call takes seven megabytes, here at the start of every worker.
export const TOO_MANY_PARTS = `More than ${String(MAX_PARTS).replace(/\B(?=(\d{3})+$)/g, ',')} values in one record (a list, map or struct counts as ${CONTAINER_PARTS})`;

/** Whether a value of so many parts is refused, as a clear error of its record. */
export function isTooMany(parts: number): boolean {
  return parts > MAX_PARTS;
}
