// The project that plan and apply are measured with, and the connectors it leads to.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PER_FILE = 10;

const BATCH_SIZE = 2000;

export function writeProject(folder, url, count, { ownership = 'none', batchSizeOf = () => BATCH_SIZE } = {}) {
  mkdirSync(join(folder, 'pipelines'), { recursive: true });
  const project = `project: bench\ndefaultEnvironment: bench\nenvironments: { bench: { connect: { url: "${url}" }, ownership: ${ownership} } }\n`;
  writeFileSync(join(folder, 'connectctl.yaml'), project);
  for (let first = 0; first < count; first += PER_FILE) {
    const indexes = Array.from({ length: Math.min(PER_FILE, count - first) }, (_, i) => first + i);
    const connectors = indexes.map((i) => yamlOf(i, batchSizeOf(i))).join('');
    writeFileSync(join(folder, 'pipelines', `p${first}.yaml`), `pipeline: p${first}\nconnectors:\n${connectors}`);
  }
}

function yamlOf(i, batchSize) {
  return `  - name: bench-${i}
    class: org.apache.kafka.connect.file.FileStreamSourceConnector
    state: stopped
    tasksMax: 1
    config:
      file: /data/in-${i}.txt
      topic: topic-${i}
      batch.size: ${batchSize}
      errors.tolerance: none
    keyConverter: StringConverter
    valueConverter: { class: JsonConverter, schemas.enable: false }
    transforms:
      - { name: line, type: HoistField$Value, config: { field: line } }
`;
}

export function liveConnector(i) {
  return {
    name: `bench-${i}`,
    'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
    'tasks.max': '1',
    file: `/data/in-${i}.txt`,
    topic: `topic-${i}`,
    'batch.size': String(BATCH_SIZE),
    'errors.tolerance': 'none',
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'false',
    transforms: 'line',
    'transforms.line.type': 'org.apache.kafka.connect.transforms.HoistField$Value',
    'transforms.line.field': 'line',
  };
}
