import { compare } from '../../core/index.ts';
import { type ImportedDocument, type ImportRules, importConnector, type LiveConnector } from './import-connector.ts';

export interface ImportedFile extends ImportedDocument {
  readonly connector: string;
  /** Relative to the folder of the import; differs from every other one in more than upper and lower case. */
  readonly path: string;
}

/**
 * One file a connector, sorted by name. `taken` are the paths that exist already, relative to the same folder.
 * `rulesOf` gives the rules for one connector.
 */
export function importFiles(
  connectors: readonly LiveConnector[],
  taken: readonly string[],
  rulesOf: (connector: LiveConnector) => ImportRules,
): readonly ImportedFile[] {
  const used = new Set(taken.map((path) => path.toLowerCase()));
  return [...connectors]
    .sort((a, b) => compare(a.name, b.name))
    .map((connector) => {
      const slug = freeSlug(connector.name, used);
      return {
        connector: connector.name,
        path: `${slug}.yaml`,
        ...importConnector(connector, slug, rulesOf(connector)),
      };
    });
}

/** A file name for any connector name; a number at its end keeps two apart. */
function freeSlug(name: string, used: Set<string>): string {
  const base =
    name
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '')
      .slice(0, 100) || 'connector';
  for (let n = 1; ; n++) {
    const slug = n === 1 ? base : `${base}-${n}`;
    if (used.has(`${slug}.yaml`.toLowerCase())) continue;
    used.add(`${slug}.yaml`.toLowerCase());
    return slug;
  }
}
