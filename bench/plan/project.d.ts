/** Writes a project of `count` stopped connectors, ten in a file, for a worker at `url`. */
export function writeProject(folder: string, url: string, count: number): void;
/** The same connector as the worker has it. */
export function liveConnector(index: number): { readonly name: string; readonly [key: string]: string };
