import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand, waitUntil } from '../harness/index.ts';

/** The version of Kafka and Kafka Connect that the built-in worker is held against. */
export const KAFKA_VERSION = '4.3.1';

/** Older workers that plan and apply are held against: one of the last line with ZooKeeper-era brokers, one without most of the newer API. */
export const olderWorkerVersions = ['3.9.1', '3.5.2'] as const;

export type KafkaVersion = typeof KAFKA_VERSION | (typeof olderWorkerVersions)[number];

const cacheFolder = fileURLToPath(new URL('../../.cache', import.meta.url));

const worker = ['connect-runtime', 'connect-file', 'connect-transforms', 'connect-json'];

/** Debezium whose transform ours is held against: the last line that has it in debezium-core. */
const debeziumVersion = '3.4.3.Final';

type Artifact = readonly [group: string, name: string, version: string];

/** Jars that are fetched together, into a folder of the cache. */
interface JarSet {
  /** Name and version, as in messages. */
  readonly title: string;
  readonly home: string;
  readonly artifacts: readonly Artifact[];
}

/** Everything for the newest Kafka, the worker alone for older ones. */
function kafkaJars(version: KafkaVersion): JarSet {
  const own = (names: readonly string[]) => names.map((name): Artifact => ['org.apache.kafka', name, version]);
  const set = { title: `Kafka ${version}`, home: join(cacheFolder, `kafka-${version}`) };
  if (version !== KAFKA_VERSION) return { ...set, artifacts: own(worker) };
  return {
    ...set,
    artifacts: [
      ...own(['kafka_2.13', 'kafka-tools', ...worker]),
      // Without a binding nothing is logged, and the logger endpoints have nothing to show. 3.x brings its own.
      ['org.apache.logging.log4j', 'log4j-slf4j-impl', '2.25.4'],
    ],
  };
}

const debeziumJars: JarSet = {
  title: `Debezium ${debeziumVersion}`,
  home: join(cacheFolder, `debezium-${debeziumVersion}`),
  artifacts: [['io.debezium', 'debezium-core', debeziumVersion]],
};

/** Kafka Connect's own answer to who may call its REST API; a worker has it only where the jar is on its class path. */
const basicAuthJars: JarSet = {
  title: `Kafka Connect's basic authentication ${KAFKA_VERSION}`,
  home: join(cacheFolder, `connect-basic-auth-${KAFKA_VERSION}`),
  artifacts: [['org.apache.kafka', 'connect-basic-auth-extension', KAFKA_VERSION]],
};

/** Why real Kafka cannot run here, in one sentence; undefined where its jars are ready in the cache folder. */
export function prepareKafkaLibs(kafka: KafkaVersion = KAFKA_VERSION): Promise<string | undefined> {
  return prepareJars(kafkaJars(kafka));
}

/** The same for Debezium's jars, which stand in a folder of their own: workers list every plugin that they find. */
export function prepareDebeziumLibs(): Promise<string | undefined> {
  return prepareJars(debeziumJars);
}

/** The same for Kafka Connect's basic authentication, which no other worker is to have on its class path. */
export function prepareBasicAuthLibs(): Promise<string | undefined> {
  return prepareJars(basicAuthJars);
}

/** Kafka's own jars first, then the extension's. */
export function basicAuthClassPath(): string {
  return [kafkaClassPath(), classPathOf(basicAuthJars)].join(delimiter);
}

/** The class path of everything: Connect, and for the newest version broker and command line tools. */
export function kafkaClassPath(version: KafkaVersion = KAFKA_VERSION): string {
  return classPathOf(kafkaJars(version));
}

/** Debezium's jars as a plugin.path. */
export function debeziumPluginPath(): string {
  return debeziumJars.home;
}

function classPathOf({ home }: JarSet): string {
  return `${join(home, 'libs')}/*`;
}

async function prepareJars(jars: JarSet): Promise<string | undefined> {
  const java = await runCommand('java', ['-version']);
  const version = /version "(\d+)/.exec(java.stderr + java.stdout)?.[1];
  if (java.code !== 0 || version === undefined) return 'there is no java on the PATH';
  if (Number(version) < 17) return `java is version ${version}`;
  const modules = await runCommand('java', ['--list-modules']);
  if (!modules.stdout.includes('jdk.compiler')) return 'java is a runtime without a compiler, and a JDK is needed';
  if (existsSync(jars.home)) return undefined;
  if ((await runCommand('mvn', ['-v'])).code !== 0) return 'there is no mvn on the PATH';
  return withLock(`${jars.home}.lock`, () => fetchJars(jars));
}

/** Into a folder of this process, then renamed: a half-filled one never carries the final name. */
async function fetchJars({ title, home, artifacts }: JarSet): Promise<string | undefined> {
  if (existsSync(home)) return undefined;
  const work = `${home}.${process.pid}`;
  mkdirSync(work, { recursive: true });
  writeFileSync(join(work, 'pom.xml'), pom(artifacts));
  const copied = await runCommand(
    'mvn',
    ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libs', '-DincludeScope=runtime'],
    { cwd: work, timeoutMs: 10 * 60_000 },
  );
  if (copied.code !== 0) {
    rmSync(work, { recursive: true, force: true });
    return `Maven could not fetch ${title}: ${firstError(copied.stdout + copied.stderr)}`;
  }
  renameSync(work, home);
  return undefined;
}

function pom(artifacts: readonly Artifact[]): string {
  const dependencies = artifacts.map(
    ([group, name, release]) =>
      `    <dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${release}</version></dependency>`,
  );
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    '  <modelVersion>4.0.0</modelVersion><groupId>test</groupId><artifactId>kafka-libs</artifactId><version>1</version>',
    '  <dependencies>',
    ...dependencies,
    '  </dependencies>',
    '</project>',
    '',
  ].join('\n');
}

function firstError(output: string): string {
  return output.split('\n').find((line) => line.includes('ERROR')) ?? output.slice(0, 200);
}

/** One process at a time, by a folder that only one can create; a dead owner's folder is taken over. */
async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(cacheFolder, { recursive: true });
  await waitUntil(`the lock ${folder}`, () => tryLock(folder), { timeoutMs: 10 * 60_000, everyMs: 500 });
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tryLock(folder: string): boolean {
  const ownerFile = join(folder, 'pid');
  try {
    mkdirSync(folder);
    writeFileSync(ownerFile, String(process.pid));
    return true;
  } catch {
    const owner = existsSync(ownerFile) ? Number(readFileSync(ownerFile, 'utf8')) : process.pid;
    if (!isAlive(owner)) rmSync(folder, { recursive: true, force: true });
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
