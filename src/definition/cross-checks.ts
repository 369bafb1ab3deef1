import { type SourceSpan, suggest } from '../core/index.ts';
import { type Node, spanOf } from './node.ts';
import type { Report } from './report.ts';
import type { ConnectorDraft } from './resolve-connector.ts';

/** What an environment's connectors are checked against. */
export interface Neighbours {
  readonly drafts: ReadonlyMap<string, ConnectorDraft>;
  /** Names that `only` keeps out of this environment. */
  readonly elsewhere: ReadonlySet<string>;
  readonly removed: ReadonlyMap<string, Node>;
}

/** Rules that look at several connectors of one environment. */
export function checkNeighbours(neighbours: Neighbours, report: Report): void {
  const claims = new Map<string, ConnectorDraft>();
  for (const draft of neighbours.drafts.values()) {
    report.entry = draft.connector.entry;
    checkDependencies(draft, neighbours, report);
    checkMoves(draft, neighbours, report);
    checkClaims(draft, claims, report);
    checkOffsets(draft, neighbours, report);
  }
  report.entry = undefined;
  checkCircles(neighbours.drafts, report);
  for (const [name, node] of neighbours.removed) {
    const draft = neighbours.drafts.get(name);
    if (!draft) continue;
    report.add('CC3021', node, `"${name}" is removed here, and defined`, {
      help: 'take one of the two out',
      related: [{ message: 'defined here', source: spanOf(draft.nameNode) }],
    });
  }
}

function checkDependencies({ fields }: ConnectorDraft, { drafts, elsewhere }: Neighbours, report: Report): void {
  for (const { name, node } of fields.dependsOn) {
    if (drafts.has(name) || elsewhere.has(name)) continue;
    const near = suggest(name, [...drafts.keys(), ...elsewhere]);
    report.add(
      'CC3018',
      node,
      `there is no connector "${name}" to depend on`,
      near ? { help: `did you mean "${near}"?` } : {},
    );
  }
}

function checkMoves({ fields, connector }: ConnectorDraft, { drafts }: Neighbours, report: Report): void {
  for (const { name, node } of fields.movedFrom) {
    const old = drafts.get(name);
    if (!old) continue;
    const message =
      name === connector.name ? 'a connector cannot move from its own name' : `the old name "${name}" is defined too`;
    report.add('CC3022', node, message, {
      help: 'a move takes the offsets along and deletes the old one: its definition has to go',
      related: [{ message: 'defined here', source: spanOf(old.nameNode) }],
    });
  }
}

/** One connector's offsets go to one other. `claims`: who has named an old name so far. */
function checkClaims(draft: ConnectorDraft, claims: Map<string, ConnectorDraft>, report: Report): void {
  for (const { name, node } of draft.fields.movedFrom) {
    const other = claims.get(name);
    if (other && other !== draft) {
      const message = `"${draft.connector.name}" and "${other.connector.name}" would both be moved from "${name}"`;
      report.add('CC3022', node, message, {
        help: 'one of them takes its offsets along: leave movedFrom out of the other',
        related: [{ message: 'the other one', source: spanOf(other.nameNode) }],
      });
    }
    claims.set(name, draft);
  }
}

function checkOffsets({ connector }: ConnectorDraft, { drafts }: Neighbours, report: Report): void {
  if (connector.offsets?.kind !== 'from') return;
  const { connector: from, source } = connector.offsets;
  const other = drafts.get(from);
  if (other?.fields.state?.value === 'STOPPED') return;
  const near = other ? undefined : suggest(from, drafts.keys());
  const message = other
    ? `offsets can be taken from "${from}" only while it is declared stopped`
    : `there is no connector "${from}" to take offsets from`;
  const help = other ? `write state: stopped in "${from}"` : near && `did you mean "${near}"?`;
  report.add('CC3020', source, message, help ? { help } : {});
}

function checkCircles(drafts: ReadonlyMap<string, ConnectorDraft>, report: Report): void {
  const done = new Set<string>();
  const visit = (name: string, way: readonly string[]): void => {
    if (done.has(name)) return;
    for (const { name: next, place } of waitsFor(drafts.get(name))) {
      const from = [...way, name].indexOf(next);
      if (from >= 0) {
        const circle = [...[...way, name].slice(from), next].join(' → ');
        report.add('CC3019', place, `connectors depend on each other in a circle: ${circle}`);
      } else {
        visit(next, [...way, name]);
      }
    }
    done.add(name);
  };
  for (const name of drafts.keys()) visit(name, []);
}

/** What has to be there first: `dependsOn`, and the connector whose offsets are taken. */
function waitsFor(draft: ConnectorDraft | undefined): readonly { name: string; place: Node | SourceSpan }[] {
  const written = (draft?.fields.dependsOn ?? []).map(({ name, node }) => ({ name, place: node }));
  const offsets = draft?.connector.offsets;
  return offsets?.kind === 'from' ? [...written, { name: offsets.connector, place: offsets.source }] : written;
}
