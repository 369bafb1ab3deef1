export { candidates } from './candidates.ts';
export { completionScript, type Shell, shells } from './scripts.ts';
