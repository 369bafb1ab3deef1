// The project that the plan is measured with, and the connectors it leads to.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PER_FILE = 10;

/** Writes a project of `count` stopped connectors, ten in a file, for a worker at `url`. */
export function writeProject(folder, url, count) {
  mkdirSync(join(folder, 'pipelines'), { recursive: true });
  const project = `project: bench\ndefaultEnvironment: bench\nenvironments: { bench: { connect: { url: "${url}" }, ownership: none } }\n`;
  writeFileSync(join(folder, 'connectctl.yaml'), project);
  for (let first = 0; first < count; first += PER_FILE) {
    const connectors = Array.from({ length: Math.min(PER_FILE, count - first) }, (_, i) => yamlOf(first + i)).join('');
    writeFileSync(join(folder, 'pipelines', `p${first}.yaml`), `pipeline: p${first}\nconnectors:\n${connectors}`);
  }
}

function yamlOf(i) {
  return `  - name: bench-${i}
    class: org.apache.kafka.connect.file.FileStreamSourceConnector
    state: stopped
    tasksMax: 1
    config:
      file: /data/in-${i}.txt
      topic: topic-${i}
      batch.size: 2000
      errors.tolerance: none
    keyConverter: StringConverter
    valueConverter: { class: JsonConverter, schemas.enable: false }
    transforms:
      - { name: line, type: HoistField$Value, config: { field: line } }
`;
}

/** The same connector as the worker has it. */
export function liveConnector(i) {
  return {
    name: `bench-${i}`,
    'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
    'tasks.max': '1',
    file: `/data/in-${i}.txt`,
    topic: `topic-${i}`,
    'batch.size': '2000',
    'errors.tolerance': 'none',
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'false',
    transforms: 'line',
    'transforms.line.type': 'org.apache.kafka.connect.transforms.HoistField$Value',
    'transforms.line.field': 'line',
  };
}
