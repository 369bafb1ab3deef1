export { avroConverter } from './avro-converter.ts';
