import { join } from 'node:path';
import { testFolder, writeFiles } from '../../harness/index.ts';

/** Passwords of the tests, of which nothing may be seen anywhere. */
export const SECRETS = { CONNECT_PASSWORD: 'hunter2-connect', DATABASE_PASSWORD: 'hunter2-database' };

/** A repository with a project for the worker at `url`; names of connectors begin with `name`. */
export function makeRepository(
  name: string,
  url: string,
): { readonly folder: string; set(file: string, more?: string): void } {
  const folder = testFolder();
  writeFiles(folder, {
    'connectctl.yaml': `project: ${name}
environments:
  prod:
    connect: { url: "${url}", auth: { basic: { username: ci, password: "\${env.CONNECT_PASSWORD}" } } }
    variables: { databasePassword: "\${env.DATABASE_PASSWORD}" }
    protected: true
`,
  });
  const set = (file: string, more = ''): void => {
    const path = join(folder, file);
    writeFiles(folder, {
      'pipelines/files.yaml': `pipeline: ${name}
connectors:
  - name: ${name}-source
    class: FileStreamSource
    config:
      file: ${path}
      topic: ${name}
      database.password: "\${var.databasePassword}"
    allow: { CC3104: "of the tests", H009: "of the tests" }
${more}`,
      [file]: 'one\n',
    });
  };
  set('a.txt');
  return { folder, set };
}
