import { resolve } from 'node:path';
import { registry } from '@keycloak-release-gate/checks';
import { loadEnvironment, loadRelease, loadSuite, scenarioIds } from '../../scenarios/load.ts';
import { asWritten } from '../../scenarios/resolve-environment.ts';
import { command } from '../command.ts';
import type { FolderFlags } from '../flags.ts';

interface Entry {
  readonly id: string;
  readonly title: string;
}

/** `verify list`: what there is to name on a command line. */
export const list = command(async (flags: FolderFlags & { readonly json: boolean }) => {
  const scenarios = resolve(flags.scenarios);
  const each = async (kind: 'environments' | 'suites' | 'releases', title: (id: string) => Promise<string>): Promise<Entry[]> =>
    Promise.all((await scenarioIds(scenarios, kind)).map(async (id) => ({ id, title: await title(id) })));
  const found = {
    environments: await each('environments', async (id) => asWritten((await loadEnvironment(scenarios, id)).value.title)),
    suites: await each('suites', async (id) => (await loadSuite(scenarios, id)).value.title),
    releases: await each('releases', async (id) => {
      const { value } = await loadRelease(scenarios, id);
      return `${value.title} (${value.status}; ${value.environments.join(', ')})`;
    }),
    checks: [...registry.values()].map(({ id, title }) => ({ id, title })),
  };
  process.stdout.write(
    flags.json
      ? `${JSON.stringify(found, null, 2)}\n`
      : Object.entries(found)
          .map(([kind, entries]) => section(kind, entries))
          .join('\n'),
  );
  return 0;
});

function section(kind: string, entries: readonly Entry[]): string {
  const width = Math.max(...entries.map(({ id }) => id.length), 0);
  return `${kind}\n${entries.map(({ id, title }) => `  ${id.padEnd(width)}  ${title}\n`).join('')}`;
}
