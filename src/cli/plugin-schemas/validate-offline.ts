import { builtInFramework, checkOffline, type OfflineChecks, type Resolution } from '../../definition/index.ts';
import { catalogueOf, PLUGIN_FOLDER, readPluginFiles } from './plugin-files.ts';

/** Plugin checks and lints with what `schema pull` saved in the project; broken files are among the diagnostics. */
export async function validateOffline(
  projectFolder: string,
  resolutions: readonly Pick<Resolution, 'environment' | 'connectors' | 'failed'>[],
): Promise<OfflineChecks> {
  const saved = await readPluginFiles(projectFolder);
  const checks = checkOffline(resolutions, { catalogue: catalogueOf(saved), framework: builtInFramework() });
  return { ...checks, diagnostics: [...saved.diagnostics, ...checks.diagnostics] };
}

/** What could not be checked, and what would change that; empty where everything was. */
export function offlineLimits({ checkedByTypeOnly, unchecked, unknownClasses }: OfflineChecks): readonly string[] {
  const lines: string[] = [];
  if (checkedByTypeOnly > 0) {
    const keys = `${checkedByTypeOnly} key${checkedByTypeOnly === 1 ? '' : 's'}`;
    lines.push(`${keys} checked by type alone: \`connectctl schema pull --probe\` saves the values they allow.`);
  }
  if (unknownClasses.length > 0) {
    const keys = `${unchecked} key${unchecked === 1 ? '' : 's'}`;
    const shown = unknownClasses.slice(0, 5).join(', ') + (unknownClasses.length > 5 ? ', …' : '');
    lines.push(`${keys} not checked: no definition of ${shown} in ${PLUGIN_FOLDER} (\`connectctl schema pull\`).`);
  }
  return lines;
}
