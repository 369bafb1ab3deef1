import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot, runCommand, tempFolder } from '../../harness/index.ts';
import { type Context, interpolate, isMet } from './expressions.ts';
import { type GitHub, REPOSITORY, type Run } from './github-api.ts';

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
  readonly shell?: string;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly required?: boolean; readonly default?: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const action = parse(readFileSync(join(projectRoot, 'action.yml'), 'utf8')) as Action;

/** One run of a job that uses the action. */
export interface JobRun {
  readonly github: GitHub;
  readonly apiUrl: string;
  /** What the workflow hands over under `with`. */
  readonly with: Readonly<Record<string, string>>;
  readonly event: Readonly<Record<string, unknown>>;
  readonly commit: string;
  readonly token: string;
  readonly workspace: string;
  /** What the run is listed as, with what it keeps. */
  readonly run: Run;
  /** The job's own `env`. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface JobResult {
  /** Of the first step that failed; 0 where none did. */
  readonly code: number;
  /** What the log shows, commands included. */
  readonly log: string;
  readonly summary: string;
  readonly outputs: Context;
}

/** Runs the steps of action.yml as a runner does: scripts with bash, the actions that it uses by what they are documented to do. */
export async function runAction(job: JobRun): Promise<JobResult> {
  const files = tempFolder('connectctl-ci-run-');
  const [eventFile, summaryFile] = [join(files, 'event.json'), join(files, 'summary.md')];
  writeFileSync(eventFile, JSON.stringify(job.event));
  writeFileSync(summaryFile, '');
  const github = { token: job.token, action_path: projectRoot, event: job.event as Context };
  const inputs = inputsOf(job.with, { github });
  const steps: Record<string, Context> = {};
  let [code, log] = [0, ''];
  for (const [i, step] of action.runs.steps.entries()) {
    const context: Context = { github, inputs, steps };
    if (!isMet(step.if, context, code !== 0)) continue;
    const evaluated = (map: Step['env'] = {}) =>
      Object.fromEntries(Object.entries(map).map(([key, value]) => [key, interpolate(value, context)]));
    if (step.uses) {
      use(step.uses, evaluated(step.with), job);
      continue;
    }
    const outputFile = join(files, `output-${i}`);
    const script = join(files, `step-${i}.sh`);
    writeFileSync(outputFile, '');
    writeFileSync(script, step.run ?? '');
    const ran = await runCommand('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: job.workspace,
      env: {
        ...withoutCi(process.env),
        ...job.env,
        GITHUB_ACTIONS: 'true',
        CI: 'true',
        GITHUB_ACTION_PATH: projectRoot,
        GITHUB_API_URL: job.apiUrl,
        GITHUB_SERVER_URL: 'https://github.test',
        GITHUB_REPOSITORY: REPOSITORY,
        GITHUB_RUN_ID: String(job.run.id),
        GITHUB_WORKFLOW_REF: `${REPOSITORY}/.github/workflows/${job.run.workflow}@refs/heads/main`,
        GITHUB_SHA: job.commit,
        GITHUB_EVENT_PATH: eventFile,
        GITHUB_STEP_SUMMARY: summaryFile,
        GITHUB_OUTPUT: outputFile,
        ...evaluated(step.env),
      },
    });
    log += ran.stdout + ran.stderr;
    if (code === 0) code = ran.code ?? 1;
    if (step.id) steps[step.id] = { outputs: Object.fromEntries(pairsOf(readFileSync(outputFile, 'utf8'))) };
  }
  return { code, log, summary: readFileSync(summaryFile, 'utf8'), outputs: steps };
}

function inputsOf(given: JobRun['with'], context: Context): Context {
  const unknown = Object.keys(given).filter((name) => !(name in action.inputs));
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`);
  return Object.fromEntries(
    Object.entries(action.inputs).map(([name, { required, default: fallback = '' }]) => {
      if (required && !given[name]) throw new Error(`the input ${name} is required`);
      return [name, given[name] ?? interpolate(fallback, context)];
    }),
  );
}

/** What the actions of GitHub's own that we use do, by their documentation. */
function use(uses: string, inputs: Readonly<Record<string, string>>, { github, run, workspace }: JobRun): void {
  const [name] = uses.split('@');
  const { name: artifact = '', path = '', pattern, 'run-id': runId } = inputs;
  if (name === 'actions/upload-artifact') {
    if (/["':<>|*?\r\n\\/]/.test(artifact)) throw new Error(`${artifact} is no name of an artifact`);
    if (run.artifacts.has(artifact) && inputs['overwrite'] !== 'true') throw new Error('409: it is there already');
    const folder = join(workspace, path);
    if (!existsSync(folder)) throw new Error(`nothing to keep in ${path}`);
    // Hidden is what has a dot before its name, on the way there as well.
    if (/(?:^|\/)\./.test(path) && inputs['include-hidden-files'] !== 'true') throw new Error(`${path} is hidden`);
    run.artifacts.set(
      artifact,
      new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')])),
    );
  } else if (name === 'actions/download-artifact') {
    if (!inputs['github-token']) throw new Error('another run is read with github-token');
    const from = github.runs.find(({ id }) => String(id) === runId);
    const glob = pattern === undefined ? undefined : new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
    for (const [kept, files] of from?.artifacts ?? []) {
      if (glob ? !glob.test(kept) : kept !== artifact) continue;
      const folder = join(workspace, path, glob ? kept : '');
      mkdirSync(folder, { recursive: true });
      for (const [file, text] of files) writeFileSync(join(folder, file), text);
    }
  } else if (name !== 'actions/setup-node') throw new Error(`${uses}: what it does is not known here`);
}

function pairsOf(text: string): [string, string][] {
  return text
    .split('\n')
    .flatMap((line) =>
      line.includes('=')
        ? [[line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as [string, string]]
        : [],
    );
}

/** The CI that runs these tests has variables of its own. */
function withoutCi(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.keys(env).map((name) => [name, /^(GITHUB_|GITLAB_|CI_|CI$|CONNECT)/.test(name) ? undefined : env[name]]),
  );
}

/** A workspace of its own for a job: the repository's files. */
export function checkout(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
}
