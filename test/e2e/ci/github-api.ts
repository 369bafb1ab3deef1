import { type Call, type Reply, startApi } from './stand-in.ts';

export interface Comment {
  readonly id: number;
  readonly issue: number;
  readonly user: { readonly login: string };
  body: string;
}

export interface Pull {
  readonly number: number;
  readonly user: { readonly login: string };
  readonly head: { readonly sha: string; readonly ref: string; readonly repo: { readonly full_name: string } | null };
  merged_at: string | null;
  merge_commit_sha: string;
}

export interface Run {
  readonly id: number;
  readonly head_sha: string;
  readonly event: string;
  readonly workflow: string;
  readonly head_repository: { readonly full_name: string };
  /** Artifacts by name: files by name. */
  readonly artifacts: Map<string, ReadonlyMap<string, string>>;
}

export const REPOSITORY = 'acme/shop-data';

/** GitHub's REST API as published for 2022-11-28, as far as comments, pull requests and runs go, with its refusals. */
export class GitHub {
  readonly comments: Comment[] = [];
  readonly pulls: Pull[] = [];
  readonly runs: Run[] = [];
  /** What a token may do and whom it writes as. */
  readonly tokens = new Map([
    ['write-token', { login: 'github-actions[bot]', mayWrite: true }],
    ['read-token', { login: 'github-actions[bot]', mayWrite: false }],
  ]);

  start() {
    return startApi('', 30, (call) => this.#answer(call));
  }

  add(issue: number, login: string, body: string): Comment {
    const comment = { id: 1000 + this.comments.length, issue, user: { login }, body };
    this.comments.push(comment);
    return comment;
  }

  #answer(call: Call): Reply {
    const { method, path, headers } = call;
    if (!headers['user-agent']) return refusal(403, 'Request forbidden by administrative rules.');
    if (headers['x-github-api-version'] !== '2022-11-28') return refusal(400, 'Bad Request');
    const [, name = ''] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
    const token = this.tokens.get(name);
    if (!token) return refusal(401, name === '' ? 'Requires authentication' : 'Bad credentials');
    if (method !== 'GET' && !token.mayWrite) return refusal(403, 'Resource not accessible by integration');
    const rest = path.startsWith(`/repos/${REPOSITORY}/`) ? path.slice(`/repos/${REPOSITORY}`.length) : '';
    return this.#comments(call, rest, token.login) ?? this.#reads(call, rest) ?? refusal(404, 'Not Found');
  }

  #comments({ method, body }: Call, path: string, login: string): Reply | undefined {
    const [, issue] = /^\/issues\/(\d+)\/comments$/.exec(path) ?? [];
    const [, id] = /^\/issues\/comments\/(\d+)$/.exec(path) ?? [];
    if (issue !== undefined && method === 'GET') {
      return { status: 200, list: this.comments.filter((one) => one.issue === Number(issue)) };
    }
    const comment = this.comments.find((one) => one.id === Number(id));
    if ((issue === undefined || method !== 'POST') && (!comment || method !== 'PATCH')) return undefined;
    const text = body['body'];
    if (typeof text !== 'string' || text === '') return refusal(422, 'Validation Failed');
    if (text.length > 65_536) return refusal(422, 'Body is too long (maximum is 65536 characters)');
    if (comment) comment.body = text;
    const written = comment ?? this.add(Number(issue), login, text);
    const url = `https://github.test/${REPOSITORY}/pull/${written.issue}#issuecomment-${written.id}`;
    return { status: comment ? 200 : 201, json: { ...written, html_url: url } };
  }

  #reads({ method, query }: Call, path: string): Reply | undefined {
    if (method !== 'GET') return undefined;
    const [, commit] = /^\/commits\/([^/]+)\/pulls$/.exec(path) ?? [];
    // A commit's pull requests are those that hold it, merged or not.
    if (commit)
      return {
        status: 200,
        list: this.pulls.filter((one) => one.merge_commit_sha === commit || one.head.sha === commit),
      };
    if (path === '/pulls') {
      const open = this.pulls.filter(({ merged_at }) => merged_at === null);
      const label = ({ head }: Pull) => `${head.repo?.full_name.split('/')[0]}:${head.ref}`;
      return { status: 200, list: open.filter((one) => !query.has('head') || label(one) === query.get('head')) };
    }
    const [, workflow] = /^\/actions\/workflows\/([^/]+)\/runs$/.exec(path) ?? [];
    if (workflow) {
      const matching = this.runs.filter(
        (run) =>
          run.workflow === workflow && run.event === query.get('event') && run.head_sha === query.get('head_sha'),
      );
      return {
        status: 200,
        listAt: 'workflow_runs',
        list: matching.sort((a, b) => b.id - a.id).map(({ artifacts: _, ...run }) => run),
      };
    }
    const [, id] = /^\/actions\/runs\/(\d+)\/artifacts$/.exec(path) ?? [];
    const run = this.runs.find((one) => one.id === Number(id));
    if (!run) return undefined;
    const names = [...run.artifacts.keys()].filter((name) => !query.has('name') || name === query.get('name'));
    return { status: 200, listAt: 'artifacts', list: names.map((name, i) => ({ id: i, name, expired: false })) };
  }
}

function refusal(status: number, message: string): Reply {
  return { status, json: { message, documentation_url: 'https://docs.github.com/rest' } };
}
