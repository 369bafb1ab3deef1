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
  const add = (map: MapNode): void => {
    for (const { key } of entriesOf(childOf(map, 'variables'))) names.add(key.text);
    addReferenced(map, names);
  };
  for (const { settings } of project.file.environments.values()) add(settings);
  for (const map of project.templates.values()) add(map);
  for (const { map } of project.pipelines) {
    add(map);
    for (const { value } of entriesOf(childOf(map, 'environments'))) if (value.kind === 'map') add(value);
  }
  return names;
}

function addReferenced(node: Node, names: Set<string>): void {
  if (node.kind === 'list') for (const item of node.items) addReferenced(item, names);
  else if (node.kind === 'map') for (const { value } of node.entries) addReferenced(value, names);
  else if (hasReference(node.text)) for (const name of variablesInText(node.text)) names.add(name);
}
