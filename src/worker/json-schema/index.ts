export { jsonSchemaConverter } from './json-schema-converter.ts';
