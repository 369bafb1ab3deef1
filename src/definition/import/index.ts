export type { ImportRules, LiveConnector } from './import-connector.ts';
export { type ImportedFile, importFiles } from './import-files.ts';
