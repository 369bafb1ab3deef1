import { Failure, suggest } from '../../core/index.ts';
import { classNames } from '../../plan/index.ts';
import { type Check, failed, ok, skipped, warning } from './check.ts';

/** Whether the files can be read, and the worker has the classes that they name. */
export const checkProject: Check = async (connection) => {
  if (connection.environment === undefined) return [skipped('project', 'no project with --connect')];
  try {
    const { connectors } = (await connection.resolution())!;
    const plugins = await connection.client.plugins();
    const names = classNames(plugins);
    const used = [...new Set(connectors.map(({ config }) => String(config.get('connector.class') ?? '')))];
    const missing = used.filter((name) => name !== '' && names.fullName(name) === undefined);
    if (missing.length === 0)
      return [ok('project', `${connectors.length} connectors defined; the worker has their classes`)];
    const known = names.connectors.flatMap((plugin) => spellings(plugin.class));
    const near = suggest(missing[0]!, known);
    const help = near === undefined ? 'Install it on the worker, under its plugin.path.' : `Did you mean "${near}"?`;
    return [failed('project', `the worker has no class ${missing.join(', ')}`, help)];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [failed('project', error.message, error.help)];
  }
};

/** The ways to write a connector's class that a worker takes. */
function spellings(className: string): readonly string[] {
  const simple = className.slice(className.lastIndexOf('.') + 1);
  return [simple.replace(/Connector$/, ''), simple, className];
}

/** A password over plain HTTP is everybody's on the way. */
export const checkTransport: Check = async ({ environment }) => {
  if (!environment) return [];
  const { auth, urls } = environment.connect;
  const open = urls.filter((url) => /^http:/i.test(url) && !/^http:\/\/(127\.|localhost|\[::1\])/i.test(url));
  if (auth === undefined || open.length === 0) return [];
  return [warning('transport', `credentials go to ${open.join(', ')} in the clear`, 'Use https in connect.url.')];
};
