import { sensitiveKeyTest } from '../core/index.ts';
import { isSecretSetting } from './environment-settings.ts';
import type { Project } from './load-project.ts';
import { childOf, entriesOf, type MapNode, type Node } from './node.ts';
import { hasReference } from './references.ts';
import { variablesInText } from './scope.ts';

/**
 * What `--var` may set: the variables that connectctl.yaml or any document declares, and those that a
 * reference names, for one with a default needs no declaration.
 */
export function knownVariables(project: Project): ReadonlySet<string> {
  const names = new Set<string>();
  for (const map of declaringMaps(project)) {
    for (const { key } of entriesOf(childOf(map, 'variables'))) names.add(key.text);
    addReferenced(map, names);
  }
  return names;
}

/**
 * Variables that hold a secret, as far as the files tell: their own name is sensitive, or a sensitive key takes its
 * value from them.
 */
export function secretVariables(project: Project): ReadonlySet<string> {
  const isSensitive = sensitiveKeyTest(project.masked);
  const names = new Set([...knownVariables(project)].filter(isSensitive));
  const addSecret = (node: Node): void => {
    if (node.kind === 'list') node.items.forEach(addSecret);
    if (node.kind !== 'map') return;
    for (const { key, value } of node.entries) {
      if (isSensitive(key.text) || isSecretSetting(key.text)) addReferenced(value, names);
      addSecret(value);
    }
  };
  declaringMaps(project).forEach(addSecret);
  return names;
}

/** The maps of all files that declare variables or use them. */
function declaringMaps({ file, templates, pipelines }: Project): readonly MapNode[] {
  const ofPipelines = pipelines.flatMap(({ map }) => [
    map,
    ...entriesOf(childOf(map, 'environments')).flatMap(({ value }) => (value.kind === 'map' ? [value] : [])),
  ]);
  return [...file.environments.values()].map(({ settings }) => settings).concat([...templates.values()], ofPipelines);
}

function addReferenced(node: Node, names: Set<string>): void {
  if (node.kind === 'list') for (const item of node.items) addReferenced(item, names);
  else if (node.kind === 'map') for (const { value } of node.entries) addReferenced(value, names);
  else if (hasReference(node.text)) for (const name of variablesInText(node.text)) names.add(name);
}
