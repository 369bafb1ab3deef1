/** `connect-standalone WORKER.properties [CONNECTOR.properties …]`: the worker command under Kafka's own name. */
process.argv.splice(2, 0, 'worker');
await import('./main.ts');

export {};
