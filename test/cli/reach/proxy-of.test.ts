import { expect, test } from 'vitest';
import { proxyOf } from '../../../src/cli/proxy-of.ts';

const proxy = 'http://proxy:3128';

test.each<{ name: string; url: string; env: Record<string, string>; through: string | undefined }>([
  { name: 'none where nothing is set', url: 'http://c:8083', env: {}, through: undefined },
  {
    name: 'the one of its scheme, http',
    url: 'http://c',
    env: { HTTP_PROXY: proxy, HTTPS_PROXY: 'http://x' },
    through: proxy,
  },
  {
    name: 'the one of its scheme, https',
    url: 'https://c',
    env: { HTTPS_PROXY: proxy, HTTP_PROXY: 'http://x' },
    through: proxy,
  },
  {
    name: 'ALL_PROXY where its scheme has none',
    url: 'https://c',
    env: { ALL_PROXY: proxy, HTTP_PROXY: 'http://x' },
    through: proxy,
  },
  {
    name: 'the lower case before the upper one',
    url: 'http://c',
    env: { http_proxy: proxy, HTTP_PROXY: 'http://x' },
    through: proxy,
  },
  {
    name: 'the upper case where the lower one is empty',
    url: 'http://c',
    env: { http_proxy: '', HTTP_PROXY: proxy },
    through: proxy,
  },
  {
    name: 'an http proxy where no scheme is written',
    url: 'https://c',
    env: { HTTPS_PROXY: 'proxy:3128' },
    through: proxy,
  },
  { name: 'none for localhost', url: 'http://localhost:8083', env: { HTTP_PROXY: proxy }, through: undefined },
  { name: 'none for 127.0.0.2', url: 'http://127.0.0.2:8083', env: { HTTP_PROXY: proxy }, through: undefined },
  { name: 'none for ::1', url: 'http://[::1]:8083', env: { HTTP_PROXY: proxy }, through: undefined },
  {
    name: 'a name that begins like an address of this machine',
    url: 'http://127.a.b',
    env: { HTTP_PROXY: proxy },
    through: proxy,
  },
])('$name', ({ url, env, through }) => {
  expect(proxyOf(new URL(url), env)).toBe(through);
});

test.each<{ entry: string; url: string; isExempt: boolean }>([
  { entry: 'c.corp', url: 'http://c.corp:8083', isExempt: true },
  { entry: 'C.Corp', url: 'http://c.corp:8083', isExempt: true },
  { entry: 'corp', url: 'http://c.corp:8083', isExempt: true },
  { entry: '.corp', url: 'http://c.corp:8083', isExempt: true },
  { entry: '*.corp', url: 'http://c.corp:8083', isExempt: true },
  { entry: 'orp', url: 'http://c.corp:8083', isExempt: false },
  { entry: 'c.corp:8083', url: 'http://c.corp:8083', isExempt: true },
  { entry: 'c.corp:8084', url: 'http://c.corp:8083', isExempt: false },
  { entry: 'c.corp:443', url: 'https://c.corp', isExempt: true },
  { entry: 'a, b c.corp', url: 'http://c.corp:8083', isExempt: true },
  { entry: ' , ', url: 'http://c.corp:8083', isExempt: false },
  { entry: '*', url: 'http://c.corp:8083', isExempt: true },
  { entry: '10.1.2.3', url: 'http://10.1.2.3:8083', isExempt: true },
  { entry: '2.3', url: 'http://10.1.2.3:8083', isExempt: false },
  { entry: '10.0.0.0/8', url: 'http://10.1.2.3:8083', isExempt: true },
  { entry: '10.0.0.0/8', url: 'http://11.1.2.3:8083', isExempt: false },
  { entry: '10.0.0.0/99', url: 'http://10.1.2.3:8083', isExempt: false },
  { entry: 'fd00::/8', url: 'http://[fd00::5]:8083', isExempt: true },
  { entry: '[fd00::5]:8083', url: 'http://[fd00::5]:8083', isExempt: true },
  { entry: 'fd00::5', url: 'http://[fd00::5]:8083', isExempt: true },
])('NO_PROXY=$entry, $url is reached without: $isExempt', ({ entry, url, isExempt }) => {
  for (const name of ['NO_PROXY', 'no_proxy']) {
    expect(proxyOf(new URL(url), { ALL_PROXY: proxy, [name]: entry })).toBe(isExempt ? undefined : proxy);
  }
});
