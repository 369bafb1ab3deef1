import { join } from 'node:path';
import { freePort, testFolder, writeFiles } from '../harness/index.ts';

/** A project of one file that becomes another, on ports of its own. */
export interface DevProject {
  readonly folder: string;
  readonly ports: { readonly rest: number; readonly kafka: number };
  readonly args: readonly string[];
  readonly input: string;
  readonly output: string;
}

/** `text`: what the source's file holds. */
export async function devProject(text: string): Promise<DevProject> {
  const folder = testFolder();
  const ports = { rest: await freePort(), kafka: await freePort() };
  const [input, output] = [join(folder, 'in.txt'), join(folder, 'out.txt')];
  writeFiles(folder, {
    'in.txt': text,
    'connectctl.yaml': `project: dev-test
defaultEnvironment: local
environments:
  local:
    connect: { url: "http://127.0.0.1:${ports.rest}" }
    kafka: { bootstrapServers: "127.0.0.1:${ports.kafka}" }
`,
    'pipelines/dev.yaml': `pipeline: dev
defaults: { keyConverter: StringConverter, valueConverter: StringConverter }
connectors:
  - name: dev-source
    class: FileStreamSource
    config: { file: ${input}, topic: dev-lines }
  - name: dev-sink
    class: FileStreamSink
    config: { file: ${output}, topics: dev-lines }
`,
  });
  const args = ['dev', '-C', folder, '--port', String(ports.rest), '--listen', `127.0.0.1:${ports.kafka}`];
  return { folder, ports, args: [...args, '--data', join(folder, 'data')], input, output };
}
