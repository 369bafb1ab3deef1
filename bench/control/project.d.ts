export interface ProjectOptions {
  /** `none`: without our marks, as connectors that others made. */
  readonly ownership?: 'marks' | 'none';
  /** The `batch.size` of a connector, by its index. */
  readonly batchSizeOf?: (index: number) => number;
}

/** Writes a project of `count` stopped connectors, ten in a file, for a worker at `url`. */
export function writeProject(folder: string, url: string, count: number, options?: ProjectOptions): void;
/** The same connector as the worker has it. */
export function liveConnector(index: number): { readonly name: string; readonly [key: string]: string };
