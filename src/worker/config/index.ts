export * from './config-def.ts';
