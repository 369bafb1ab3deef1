export { protobufConverter } from './protobuf-converter.ts';
