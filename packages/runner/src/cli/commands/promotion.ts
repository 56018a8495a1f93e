import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Release } from '@keycloak-release-gate/core';
import { environmentSide } from '../../diff/environment-side.ts';
import { terminalFor } from '../../report/terminal-writer.ts';
import { startLab } from '../../lab/start-lab.ts';
import { jsonPromotion } from '../../promotion/json.ts';
import { markdownPromotion } from '../../promotion/markdown.ts';
import { exitCodeOf, promotionOf } from '../../promotion/model.ts';
import type { Promotion } from '../../promotion/model.ts';
import { placesOf } from '../../promotion/places.ts';
import { terminalPromotion } from '../../promotion/terminal.ts';
import { loadRelease, scenarioIds } from '../../scenarios/load.ts';
import type { Variables } from '../../scenarios/resolve-environment.ts';
import { command } from '../command.ts';
import { labName } from '../flags.ts';
import type { FolderFlags } from '../flags.ts';

interface Flags extends FolderFlags {
  readonly release?: string;
  readonly env?: readonly string[];
  readonly through?: string;
  readonly format: 'terminal' | 'html' | 'markdown' | 'json';
  readonly output?: string;
  readonly lab?: string;
}

/**
 * `verify promotion`: whether what a release announces arrived in its environments, in their order, and what they differ in besides.
 * Exit code 0 where all arrived and nothing differs besides, 1 where not, 3 where something could not be seen, 2 for bad usage.
 */
export const promotion = command(async (flags: Flags) => {
  const folders = { scenarios: resolve(flags.scenarios), reports: resolve(flags.reports) };
  const release = await releaseOf(folders.scenarios, flags.release);
  let variables: Variables = process.env;
  const start = startLab({ name: labName(flags), quiet: true });
  const places = await placesOf(
    { release, given: flags.env ?? [], through: flags.through },
    folders,
    (id) =>
      environmentSide(id, folders, async (choice) => {
        const known = await start(choice);
        variables = { ...variables, ...known };
        return known;
      }),
    () => variables,
  );
  const held = promotionOf(release, places);
  const text = await rendered(held, flags);
  if (flags.output === undefined) process.stdout.write(text);
  else writeFileSync(resolve(flags.output), text);
  return exitCodeOf(held);
});

/** The release that is named, or the one that is open. Throws a ConfigurationError where there is none, or several. */
async function releaseOf(scenarios: string, named: string | undefined): Promise<Release> {
  if (named !== undefined) return (await loadRelease(scenarios, named)).value;
  const all = await Promise.all((await scenarioIds(scenarios, 'releases')).map(async (id) => (await loadRelease(scenarios, id)).value));
  const open = all.filter(({ status }) => status === 'open');
  const [only, ...more] = open;
  if (only && more.length === 0) return only;
  throw new ConfigurationError([
    {
      code: only ? 'SEVERAL_RELEASES' : 'NO_RELEASE',
      message: only ? `Several releases are open: ${open.map(({ id }) => id).join(', ')}.` : 'No release is open.',
      where: '--release',
      remedy: `Name one: ${all.map(({ id }) => `--release ${id}`).join(' or ') || 'write scenarios/releases/<id>.ts first'}.`,
    },
  ]);
}

async function rendered(held: Promotion, { format, output }: Flags): Promise<string> {
  switch (format) {
    case 'json':
      return jsonPromotion(held);
    case 'markdown':
      return markdownPromotion(held);
    case 'html':
      return (await import('../../promotion/html.ts')).htmlPromotion(held);
    case 'terminal':
      return terminalPromotion(held, terminalFor(output));
  }
}
