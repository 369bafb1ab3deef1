import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandResult, type RunningProcess, runCommand, startProcess } from '../harness/index.ts';
import { type KafkaVersion, kafkaClassPath } from './kafka-libs.ts';

// Small and quick to start: two cores carry broker, workers and tests side by side.
const jvmFlags = ['-Xmx512m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto'];

export interface JavaOptions {
  /** Whose jars make the class path, where that is not given itself. */
  readonly version?: KafkaVersion;
  readonly classPath?: string;
  /** Further flags of the JVM. */
  readonly flags?: readonly string[];
  readonly stdin?: 'pipe';
}

/** A long-running Java main class of Kafka, with its log in `folder`. */
export function startJava(
  name: string,
  folder: string,
  mainClass: string,
  args: readonly string[],
  options: JavaOptions = {},
): RunningProcess {
  const log4j = join(folder, 'log4j2.properties');
  writeFileSync(log4j, log4jProperties);
  const log4j1 = join(folder, 'log4j.properties');
  writeFileSync(log4j1, log4j1Properties);
  return startProcess({
    command: 'java',
    args: [
      ...jvmFlags,
      `-Dlog4j2.configurationFile=${log4j}`,
      `-Dlog4j.configuration=file:${log4j1}`,
      ...(options.flags ?? []),
      '-cp',
      options.classPath ?? kafkaClassPath(options.version),
      mainClass,
      ...args,
    ],
    logFile: join(folder, `${name}.log`),
    stdin: options.stdin,
  });
}

/** A Java command line tool of Kafka, to its end. */
export function runJava(
  mainClass: string,
  args: readonly string[],
  options: { readonly input?: string; readonly timeoutMs?: number } = {},
): Promise<CommandResult> {
  return runCommand('java', [...jvmFlags, '-cp', kafkaClassPath(), mainClass, ...args], options);
}

/** Throws with the end of its log when the process is gone. */
export function assertRunning(name: string, process: RunningProcess): void {
  const exit = process.exit();
  if (!exit) return;
  const log = (process.stdout() + process.stderr()).trimEnd().split('\n').slice(-15).join('\n');
  throw new Error(`${name} ended with ${exit.code ?? exit.signal} while it was starting:\n${log}`);
}

const log4jProperties = `status = error
rootLogger.level = INFO
rootLogger.appenderRef.stdout.ref = stdout
appender.stdout.type = Console
appender.stdout.name = stdout
appender.stdout.layout.type = PatternLayout
appender.stdout.layout.pattern = [%d] %p %X{connector.context}%m (%c:%L)%n
`;

/** What workers before 4.0 read. */
const log4j1Properties = `log4j.rootLogger=INFO, stdout
log4j.appender.stdout=org.apache.log4j.ConsoleAppender
log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
log4j.appender.stdout.layout.ConversionPattern=[%d] %p %X{connector.context}%m (%c:%L)%n
`;
