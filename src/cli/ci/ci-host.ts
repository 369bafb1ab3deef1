import type { Finding } from './findings.ts';

/** A pull request of GitHub, or a merge request of GitLab. */
export interface Review {
  readonly number: number;
  /** The commit that was reviewed: the head of its branch. */
  readonly head: string;
  /** Its runs get no secrets, so that they see no worker: it comes from a fork, or from Dependabot. */
  readonly isBlind: boolean;
}

/** What a CI service is asked for. Calls of its API throw a Failure CC9030. */
export interface CiHost {
  /** `pull request` or `merge request`. */
  readonly reviewWord: string;
  /** The most characters that a comment holds. */
  readonly commentLimit: number;
  /** The page of this run, for links. */
  readonly runUrl: string;
  /** The review that this run is of; undefined for a run on a branch. */
  readonly review: Review | undefined;
  /** The commit that this run is of. */
  readonly commit: string;
  /** How somebody applies what is planned now, once they have read it; `digest` names it. */
  howToApprove(digest: string): string;
  /** The review whose merge made this run's commit. */
  merged(): Promise<Review | undefined>;
  /**
   * Finds the plan file that the newest run of a review's head kept under `artifact`, and leaves it in `folder` or, where
   * only the service's own step can fetch it, names it to that step. False: there is none.
   */
  findReviewed(review: Review, artifact: string, folder: string): Promise<boolean>;
  /** Writes the one comment that begins with `marker`: into ours that is there, else a new one. Returns its address. */
  comment(review: Review, marker: string, body: string): Promise<string>;
  /** Shows findings beside their lines. `prefix` is the project's folder in the repository, with a slash at its end. */
  annotate(findings: readonly Finding[], prefix: string): void;
  /** Shows Markdown on the page of the run, where there is such a thing. */
  summarize(markdown: string): void;
  /** Hands a value to a later step. */
  output(name: string, value: string): void;
  /** Opens the log for what others have written: nothing of it becomes a command to the service until it is closed. */
  openLog(): { write(this: void, text: string): void; close(this: void): void };
  /** A line of that log, or what a program has said; nothing where that is empty. */
  log(text: string): void;
}
