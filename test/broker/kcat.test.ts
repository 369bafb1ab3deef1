import { execFile, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { sharedBroker } from './start.ts';

const hasKcat = spawnSync('kcat', ['-V']).status === 0;
if (!hasKcat) console.error('kcat is not installed: the tests with librdkafka are SKIPPED');

const bootstrap = sharedBroker();

function kcat(args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: 20_000 };
    const child = execFile('kcat', ['-b', bootstrap(), ...args], options, (error, stdout, stderr) => {
      if (error) reject(new Error(`kcat ${args.join(' ')}: ${error.message}\n${stderr}`));
      else resolve(stdout);
    });
    child.stdin?.end(input);
  });
}

describe.skipIf(!hasKcat)('kcat (librdkafka) against the embedded broker', () => {
  it('lists brokers and topics', async () => {
    await kcat(['-P', '-t', 'listed'], 'x\n');
    const listing = await kcat(['-L']);
    expect(listing).toContain(`broker 1 at ${bootstrap()} (controller)`);
    expect(listing).toContain('topic "listed" with 1 partitions');
  });

  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])('produces with %s and consumes', async (codec) => {
    const topic = `codec-${codec}`;
    const lines = Array.from({ length: 200 }, (_, i) => `key${i}:value ${i} ${'x'.repeat(50)}`);
    await kcat(['-P', '-t', topic, '-K:', '-z', codec, '-H', 'h=1'], `${lines.join('\n')}\n`);
    const read = await kcat(['-C', '-t', topic, '-e', '-q', '-f', '%k:%s|%h|%o\n']);
    expect(read.trimEnd().split('\n')).toEqual(lines.map((line, i) => `${line}|h=1|${i}`));
  });

  it('goes on in a group where it stopped', async () => {
    const inGroup = ['-X', 'auto.offset.reset=earliest', '-e', '-q', '-G', 'kcat-group', 'grouped'];
    await kcat(['-P', '-t', 'grouped'], 'a\nb\n');
    expect(await kcat(inGroup)).toBe('a\nb\n');
    await kcat(['-P', '-t', 'grouped'], 'c\n');
    expect(await kcat(inGroup)).toBe('c\n');
  });
});
