import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { connectRest } from './connect-rest.ts';
import { runConnectctl, writeFiles } from './connectctl.ts';
import type { CommandResult } from './run-command.ts';

/** A project with one pipeline whose texts a worker reads back in other words than they were written in. */
export interface LawProject {
  readonly names: { readonly source: string; readonly sink: string; readonly halted: string };
  write(options?: { readonly batchSize?: number; readonly password?: string }): void;
  run(...args: string[]): Promise<CommandResult>;
}

/** Writes the project into `folder`; connectors are named after `prefix`, and so is the project. */
export function lawProject(folder: string, url: string, prefix: string): LawProject {
  const names = { source: `${prefix}-source`, sink: `${prefix}-sink`, halted: `${prefix}-halted` };
  let password = 'first-pass';
  writeFileSync(join(folder, 'in.txt'), 'a\nb\n');
  const write: LawProject['write'] = (options = {}) => {
    password = options.password ?? 'first-pass';
    writeFiles(folder, {
      'connectctl.yaml': `project: ${prefix}\ndefaultEnvironment: law\nenvironments:\n  law: { connect: { url: "${url}" }, variables: { password: "\${env.LAW_PASSWORD}" } }\n`,
      'pipelines/law.yaml': pipeline(folder, names, options.batchSize ?? 100),
    });
  };
  write();
  return {
    names,
    write,
    run: (...args) => runConnectctl(['-C', folder, ...args], { cwd: folder, env: { LAW_PASSWORD: password } }),
  };
}

/** After an apply, and after an update, a plan says that there is nothing to do, each time it is asked. */
export async function expectNoChangeLaw(project: LawProject, url: string): Promise<void> {
  await expectDone(project.run('apply', '--auto-approve'));
  await expectNoChanges(project);
  await expectNoChanges(project);
  project.write({ batchSize: 50 });
  expect(await project.run('plan', '--detailed-exitcode')).toMatchObject({
    code: 2,
    stdout: expect.stringMatching(/1 to update[\s\S]*batch\.size/),
  });
  await expectDone(project.run('apply', '--auto-approve'));
  const config = await connectRest(url, 'GET', `/connectors/${project.names.source}/config`);
  expect(config).toMatchObject({ 'batch.size': '50' });
  await expectNoChanges(project);
}

/** Fails with what the command printed. */
export async function expectDone(result: Promise<CommandResult>): Promise<void> {
  const { code, stdout, stderr } = await result;
  expect({ code, output: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, output: '' });
}

export async function expectNoChanges({ run }: Pick<LawProject, 'run'>): Promise<CommandResult> {
  const plan = await run('plan', '--detailed-exitcode');
  expect(plan.stdout + plan.stderr).toContain('No changes.');
  expect(plan.code).toBe(0);
  return plan;
}

function pipeline(folder: string, names: LawProject['names'], batchSize: number): string {
  return `pipeline: law
connectors:
  - name: ${names.source}
    class: FileStreamSource
    tasksMax: 1
    keyConverter: StringConverter
    config:
      file: ${folder}/in.txt
      topic: ${names.source}
      batch.size: ${batchSize}
      connection.password: \${var.password}
      note: "ünïcode \\"quoted\\" \${file:/nowhere:key}"
    transforms:
      - { name: line, type: HoistField$Value, config: { field: line } }
  - name: ${names.sink}
    class: org.apache.kafka.connect.file.FileStreamSinkConnector
    valueConverter: { class: JsonConverter, schemas.enable: false }
    config:
      file: ${folder}/out.txt
      topics: "${names.source}, ${names.halted}"
      errors.tolerance: none
  - name: ${names.halted}
    class: FileStreamSource
    state: stopped
    config: { file: ${folder}/in.txt, topic: ${names.halted} }
`;
}
