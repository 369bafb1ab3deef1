/** `connectctl-ci COMMAND`: the steps of action.yml and of the GitLab template. */
import { runProcess } from './run-process.ts';

await runProcess(async () => (await import('./ci/index.ts')).runCi);
