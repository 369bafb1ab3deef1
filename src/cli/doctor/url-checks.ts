import { messageOf } from '../../core/index.ts';
import { clientOfSettings } from '../client-of.ts';
import { type Check, type Finding, ok, warning } from './check.ts';

const LIMIT_MS = 5000;

/** Each of several URLs by itself: as long as one answers, nobody would notice that the others don't. */
export const checkEachUrl: Check = async ({ environment, folder }) => {
  if (!environment || folder === undefined || environment.connect.urls.length < 2) return [];
  const answers = await Promise.all(
    environment.connect.urls.map(async (url) => {
      const client = await clientOfSettings({ ...environment.connect, urls: [url] }, folder, { timeoutMs: LIMIT_MS });
      try {
        return { url, info: await client.serverInfo() };
      } catch (error) {
        return { url, why: messageOf(error) };
      } finally {
        client.close();
      }
    }),
  );
  const silent = answers.flatMap(({ url, why }) => (why === undefined ? [] : [silentUrl(url, why)]));
  const clusters = new Set(answers.flatMap(({ info }) => info?.kafka_cluster_id ?? []));
  if (clusters.size > 1) silent.push(differentClusters(environment.connect.urls));
  return silent.length > 0 ? silent : [ok('urls', `all ${answers.length} of connect.url answer`)];
};

function silentUrl(url: string, why: string): Finding {
  return warning(
    'urls',
    `${url}: ${why}`,
    'The next URL is tried in its place; start it, or take it out of connect.url.',
  );
}

function differentClusters(urls: readonly string[]): Finding {
  return warning(
    'urls',
    `${urls.join(', ')} use different Kafka clusters`,
    'URLs of one environment are workers of one Connect cluster.',
  );
}
