import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/index.ts';
import { renderPlanHtml } from '../../src/render/index.ts';
import { projectRoot, runCommand, testFolder } from '../harness/index.ts';

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
if (!chromium && process.env['CONNECTCTL_REQUIRE_REAL'] === '1') {
  throw new Error('the HTML page has to be opened in a real browser, and there is no chromium here');
}
if (!chromium) process.stderr.write('SKIPPED: the HTML page is opened in no browser, for there is no chromium here\n');

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What the browser makes of the page, measured by a script that only this test adds. */
interface Seen {
  readonly visible: number;
  readonly withoutCreates: number;
  readonly refused: number;
  readonly open: number;
  readonly overflow: number;
  readonly color: string;
  readonly injected: boolean;
  readonly requests: number;
}

const probe = `<script>
const rows = () => [...document.querySelectorAll('.change')].filter((row) => row.checkVisibility()).length;
const seen = { visible: rows(), open: document.querySelectorAll('.change[open]').length };
seen.overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;
seen.color = getComputedStyle(document.querySelector('.added')).color;
seen.injected = 'injected' in window || document.querySelector('img') !== null;
seen.requests = performance.getEntriesByType('resource').length;
document.querySelector('.f-create').click();
seen.withoutCreates = rows();
document.querySelector('.f-create').click();
document.querySelector('.f-refused').click();
seen.refused = rows();
document.body.innerHTML = '<pre id="seen"></pre>';
document.querySelector('pre').textContent = JSON.stringify(seen);
</script></body>`;

async function open(html: string, ...more: string[]): Promise<Seen> {
  const folder = testFolder();
  // The page's own policy would keep the probe from running, which has its own test.
  const scripted = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
  writeFileSync(join(folder, 'page.html'), scripted.replace('</body>', probe));
  const args = [...flags, ...more, `--user-data-dir=${join(folder, 'profile')}`, '--dump-dom'];
  const page = pathToFileURL(join(folder, 'page.html')).href;
  const { stdout, stderr } = await runCommand(chromium!, [...args, page], { timeoutMs: 100_000 });
  const json = /<pre id="seen">(.*?)<\/pre>/s.exec(stdout)?.[1];
  if (json === undefined) throw new Error(`the page did not come up: ${stderr.slice(-500)}`);
  return JSON.parse(json.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')) as Seen;
}

/** How many pages it prints on. */
async function pagesOf(html: string): Promise<number> {
  const folder = testFolder();
  writeFileSync(join(folder, 'page.html'), html);
  const output = join(folder, 'page.pdf');
  const args = [
    ...flags,
    `--user-data-dir=${join(folder, 'profile')}`,
    '--no-pdf-header-footer',
    `--print-to-pdf=${output}`,
  ];
  await runCommand(chromium!, [...args, pathToFileURL(join(folder, 'page.html')).href], { timeoutMs: 100_000 });
  return readFileSync(output, 'latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
}

/** The golden plans in one, over and over, up to `count` changes, among them what would be markup. */
function planOf(count: number): Plan {
  const plans = ['create-two', 'ownership', 'long-values', 'update-with-drift'].map(
    (name) => JSON.parse(readFileSync(join(projectRoot, 'test/cases/plan', name, 'plan.json'), 'utf8')) as Plan,
  );
  const all = plans.flatMap(({ changes }) => changes);
  const changes = Array.from({ length: count }, (_, i) => all[i % all.length]!);
  const name = '<img src=x onerror="injected = true"></summary><script>injected = true</script>';
  return { ...plans[1]!, changes: [{ ...changes[0]!, name }, ...changes.slice(1)] };
}

describe.skipIf(chromium === undefined)('the HTML page in a real Chromium', () => {
  it.each([
    { scheme: 'light', flag: '--window-size=1200,900', color: 'rgb(26, 127, 55)' },
    { scheme: 'dark', flag: '--blink-settings=preferredColorScheme=0', color: 'rgb(63, 185, 80)' },
    { scheme: 'narrow', flag: '--window-size=500,900', color: 'rgb(26, 127, 55)' },
  ])(
    '$scheme: filters work, nothing sticks out, nothing is fetched, no name becomes markup',
    async ({ flag, color }) => {
      const plan = planOf(12);
      const creates = plan.changes.filter(({ action }) => action === 'create').length;
      const refused = plan.changes.filter((change) => change.refused).length;
      expect(await open(renderPlanHtml([plan]), flag)).toMatchObject({
        visible: 12,
        open: 12,
        withoutCreates: 12 - creates,
        refused,
        overflow: 0,
        injected: false,
        requests: 0,
        color,
      });
    },
    120_000,
  );

  it('no script runs in it, wherever it comes from', async () => {
    const folder = testFolder();
    const script = '<p id="ran">no</p><script>document.getElementById("ran").textContent = "yes"</script></body>';
    const dumped = async (html: string): Promise<string | undefined> => {
      writeFileSync(join(folder, 'page.html'), html.replace('</body>', script));
      const args = [...flags, `--user-data-dir=${join(folder, 'profile')}`, '--dump-dom'];
      const page = pathToFileURL(join(folder, 'page.html')).href;
      const { stdout } = await runCommand(chromium!, [...args, page], { timeoutMs: 100_000 });
      return /<p id="ran">(\w+)<\/p>/.exec(stdout)?.[1];
    };
    const html = renderPlanHtml([planOf(4)]);
    expect(await dumped(html)).toBe('no');
    expect(await dumped(html.replace(/<meta http-equiv[^>]*>/, ''))).toBe('yes');
  }, 120_000);

  it('what is folded is open on paper', async () => {
    const html = renderPlanHtml([planOf(60)]);
    const opened = html.replaceAll('<details class', '<details open class');
    expect(opened).not.toBe(html);
    const [folded, unfolded] = [await pagesOf(html), await pagesOf(opened)];
    expect(folded).toBeGreaterThan(2);
    expect(folded).toBe(unfolded);
  }, 120_000);

  it('300 changes begin as a list, of which what is refused is open', async () => {
    const plan = planOf(300);
    const refused = plan.changes.filter((change) => change.refused).length;
    expect(await open(renderPlanHtml([plan]))).toMatchObject({ visible: 300, open: refused, overflow: 0 });
  }, 120_000);
});
