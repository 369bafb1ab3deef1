import type { Answer } from './answer.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A request that has found its resource. */
export interface RestRequest {
  /** Values of the `{…}` parts of the path. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The body as text; empty where there was none. */
  readonly body: string;
  /** `http://host:port` as the client wrote it, for Location headers. */
  readonly baseUrl: string;
}

export type Handler = (request: RestRequest) => Promise<Answer> | Answer;

export interface Route {
  /** Such as `/connectors/{connector}/status`. */
  readonly path: string;
  readonly methods: Readonly<Partial<Record<Method, Handler>>>;
  /** Takes JSON bodies only, and answers 415 to any other type of content. */
  readonly consumesJson: boolean;
  /** Methods that take any type all the same: what workers send each other. */
  readonly consumesAnything?: readonly Method[];
  /** What a GET gives; JSON unless it says otherwise. */
  readonly produces?: string;
  /** Belongs to the admin listeners. */
  readonly isAdmin?: boolean;
}

export interface Match {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

/** Finds the first route whose path fits. */
export function findRoute(routes: readonly Route[], segments: readonly string[]): Match | null {
  for (const route of routes) {
    const path = matchPath(route.path.slice(1).split('/'), segments);
    if (path) return { route, path };
  }
  return null;
}

function matchPath(pattern: readonly string[], segments: readonly string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const values: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index]!;
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
    if (name === undefined) {
      if (part !== segment) return null;
    } else {
      if (segment === '') return null;
      values[name] = segment;
    }
  }
  return values;
}
