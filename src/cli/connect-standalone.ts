/** `connect-standalone WORKER.properties [CONNECTOR.properties …]`: the worker command under Kafka's own name. */
if (process.argv.length === 2) {
  // As Kafka's script: usage, exit code 1.
  process.stderr.write('Usage: connect-standalone worker.properties [connector1.properties connector2.json ...]\n');
  process.exitCode = 1;
} else {
  process.argv.splice(2, 0, 'worker');
  await import('./main.ts');
}

export {};
