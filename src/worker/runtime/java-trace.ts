/**
 * The text of an error as Kafka Connect puts it into `trace`: class and message, a line `\tat …` for each frame,
 * then `Caused by: …` for what lies behind it.
 */
export function javaTrace(error: unknown): string {
  const lines: string[] = [];
  const seen = new Set<unknown>();
  for (let cause = error; cause !== undefined && cause !== null && !seen.has(cause); cause = causeOf(cause)) {
    lines.push((seen.size === 0 ? '' : 'Caused by: ') + javaErrorText(cause), ...frames(cause));
    seen.add(cause);
  }
  return `${lines.join('\n')}\n`;
}

/** `class: message`, as Throwable.toString. */
export function javaErrorText(error: unknown): string {
  if (!(error instanceof Error)) return `java.lang.RuntimeException: ${String(error)}`;
  const fileError = fileErrorText(error);
  if (fileError !== null) return fileError;
  const name = 'javaClass' in error && typeof error.javaClass === 'string' ? error.javaClass : error.name;
  return error.message === '' ? name : `${name}: ${error.message}`;
}

const fileErrors: Readonly<Record<string, string>> = {
  ENOENT: 'java.nio.file.NoSuchFileException',
  EACCES: 'java.nio.file.AccessDeniedException',
  EPERM: 'java.nio.file.AccessDeniedException',
};

/** What Java calls a file that is not there, or not ours; the message is its path. */
function fileErrorText(error: NodeJS.ErrnoException): string | null {
  const name = fileErrors[error.code ?? ''];
  return name !== undefined && error.path !== undefined ? `${name}: ${error.path}` : null;
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

/** `at f (file:///…/src/a.ts:3:5)` becomes `\tat f(a.ts:3)`: no path of the machine in an answer to a client. */
function frames(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  return (error.stack ?? '').split('\n').flatMap((line) => {
    const match = /^\s+at (?:async )?(?:(.*?) \()?(?:.*[\\/])?([^\\/()]+?):(\d+):\d+\)?$/.exec(line);
    return match ? [`\tat ${match[1] ?? 'connectctl'}(${match[2]}:${match[3]})`] : [];
  });
}
