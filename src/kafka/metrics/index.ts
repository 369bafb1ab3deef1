export * from './client-metric.ts';
export * from './client-metrics.ts';
export * from './consumer-metrics.ts';
export * from './network-metrics.ts';
export * from './producer-metrics.ts';
export * from './sampled.ts';
