import { type Call, type Reply, startApi } from './stand-in.ts';

export interface Note {
  readonly id: number;
  readonly author: { readonly id: number };
  body: string;
}

export interface MergeRequest {
  readonly iid: number;
  readonly sha: string;
  state: 'opened' | 'merged';
  merge_commit_sha: string | null;
  readonly squash_commit_sha: string | null;
  readonly source_project_id: number;
  readonly target_project_id: number;
}

/** A job of a pipeline of the merge request, with the files it keeps by path. */
export interface Job {
  readonly id: number;
  readonly pipeline: number;
  readonly files: ReadonlyMap<string, string>;
}

export const PROJECT = 42;
const ME = 7;

/** GitLab's REST API v4 as published, as far as notes, merge requests and artifacts go, with its refusals. */
export class GitLab {
  readonly notes: Note[] = [];
  readonly jobs: Job[] = [];
  readonly request: MergeRequest;

  constructor(request: MergeRequest) {
    this.request = request;
  }

  start() {
    return startApi('/api/v4', 20, (call) => this.#answer(call));
  }

  add(author: number, body: string): Note {
    const note = { id: 500 + this.notes.length, author: { id: author }, body };
    this.notes.push(note);
    return note;
  }

  #answer(call: Call): Reply {
    if (call.headers.authorization !== 'Bearer project-token')
      return { status: 401, json: { message: '401 Unauthorized' } };
    const { method, path } = call;
    if (method === 'GET' && path === '/user') return { status: 200, json: { id: ME, username: 'project_42_bot' } };
    const rest = path.startsWith(`/projects/${PROJECT}/`) ? path.slice(`/projects/${PROJECT}`.length) : '';
    return this.#notes(call, rest) ?? this.#reads(call, rest) ?? { status: 404, json: { message: '404 Not Found' } };
  }

  #notes({ method, body }: Call, path: string): Reply | undefined {
    const [, iid, id] = /^\/merge_requests\/(\d+)\/notes(?:\/(\d+))?$/.exec(path) ?? [];
    if (Number(iid) !== this.request.iid) return undefined;
    if (id === undefined && method === 'GET') return { status: 200, list: this.notes };
    const text = body['body'];
    if (typeof text !== 'string' || text === '') return { status: 400, json: { error: 'body is missing' } };
    if (text.length > 1_000_000) return { status: 400, json: { message: { note: ['is too long'] } } };
    if (id === undefined) return method === 'POST' ? { status: 201, json: this.add(ME, text) } : undefined;
    const note = this.notes.find((one) => one.id === Number(id));
    if (!note || method !== 'PUT') return undefined;
    if (note.author.id !== ME) return { status: 403, json: { message: '403 Forbidden' } };
    note.body = text;
    return { status: 200, json: note };
  }

  #reads({ method }: Call, path: string): Reply | undefined {
    if (method !== 'GET') return undefined;
    const [, commit] = /^\/repository\/commits\/([^/]+)\/merge_requests$/.exec(path) ?? [];
    const { request } = this;
    if (commit !== undefined) {
      const commits = [request.sha, request.merge_commit_sha, request.squash_commit_sha];
      return { status: 200, list: commits.includes(commit) ? [request] : [] };
    }
    if (path === `/merge_requests/${request.iid}/pipelines`) {
      const ids = [...new Set(this.jobs.map((job) => job.pipeline))].sort((a, b) => b - a);
      const ofRequest = ids.map((id) => ({ id, source: 'merge_request_event' }));
      // A pipeline of the branch itself, begun with the last one of the request, is listed with it.
      return { status: 200, list: [{ id: 900, source: 'push' }, ...ofRequest] };
    }
    const [, pipeline] = /^\/pipelines\/(\d+)\/jobs$/.exec(path) ?? [];
    if (pipeline !== undefined) {
      const jobs = this.jobs.filter((job) => job.pipeline === Number(pipeline));
      const archive = { filename: 'artifacts.zip', size: 1 };
      return {
        status: 200,
        list: jobs.map(({ id, files }) => ({ id, ...(files.size > 0 && { artifacts_file: archive }) })),
      };
    }
    const [, job, file] = /^\/jobs\/(\d+)\/artifacts\/(.+)$/.exec(path) ?? [];
    const text = this.jobs.find(({ id }) => id === Number(job))?.files.get(file ?? '');
    return text === undefined ? undefined : { status: 200, text };
  }
}
