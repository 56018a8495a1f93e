import { relative, resolve } from 'node:path';
import { gapsOfSnapshot, kindOf } from '@keycloak-release-gate/checks';
import type { Snapshot } from '@keycloak-release-gate/checks';
import { ConfigurationError } from '@keycloak-release-gate/core';
import { startLab } from '../../lab/start-lab.ts';
import { snapshotFile, writeSnapshot } from '../../snapshot/file.ts';
import { takeSnapshot } from '../../snapshot/take.ts';
import { longWork } from '../../progress/long-work.ts';
import { prepare } from '../../verify/prepare.ts';
import { command } from '../command.ts';
import { labName } from '../flags.ts';
import type { FolderFlags } from '../flags.ts';
import { optionsOf } from './run.ts';

interface Flags extends FolderFlags {
  readonly env?: string;
  readonly realm?: readonly string[];
  readonly output?: string;
  readonly lab?: string;
  readonly json: boolean;
}

/**
 * `verify snapshot`: the configuration of the environment's realms as one file. What could not be read is carried in it, and the
 * exit code is then 3: the file is there, and knows what it lacks.
 */
export const snapshot = command(async (flags: Flags) => {
  const options = { ...(await optionsOf(flags)), suite: 'health', plansOnly: true };
  const prepared = await prepare(options, process.env, startLab({ name: labName(flags), quiet: flags.json }));
  const realms = flags.realm ?? prepared.plan.run.environment.keycloak.realms;
  refuseTwice(realms);
  const told = flags.json ? { line: () => undefined, moving: () => undefined, end: () => undefined } : longWork(process.stderr);
  const taken = await takeSnapshot(prepared, realms, new AbortController().signal, told);
  const file = resolve(flags.output ?? snapshotFile(options.reports, taken));
  writeSnapshot(file, taken);
  const gaps = gapsOfSnapshot(taken);
  const missing = Object.entries(taken.realms).filter(([, { configuration }]) => configuration?.exists === false);
  const place = relative(process.cwd(), file);
  if (flags.json) {
    const { environment, at, hash, server } = taken;
    const version = server?.version === undefined ? {} : { version: server.version };
    process.stdout.write(
      `${JSON.stringify({ environment, at, written: place, hash, ...version, realms: countsOf(taken), gaps }, null, 2)}\n`,
    );
  } else
    process.stdout.write(
      `${[
        ...wordsOf(taken),
        ...gaps.map(({ subject, reason, remedy, code }) => `  not read  ${subject}: ${reason}\n      do    ${remedy}\n      code  ${code}`),
        ...missing.map(([realm]) => `  not there  Keycloak has no realm "${realm}".`),
        gaps.length === 0
          ? ''
          : '\nIt is not whole: what could not be read is named in it, and nothing is said of that when it is compared.',
        `Written: ${place}`,
      ]
        .filter((line) => line !== '')
        .join('\n')}\n`,
    );
  return gaps.length > 0 || missing.length > 0 ? 3 : 0;
});

function refuseTwice(realms: readonly string[]): void {
  const twice = realms.filter((realm, index) => realms.indexOf(realm) !== index);
  if (twice.length === 0 && realms.every((realm) => realm !== '')) return;
  const message = twice.length === 0 ? 'A realm has a name.' : `The realm "${twice[0] ?? ''}" is named twice.`;
  throw new ConfigurationError([{ code: 'BAD_REALM', message, where: '--realm', remedy: 'Name each realm once.' }]);
}

/** How many objects of each kind, by realm. */
const countsOf = ({ realms }: Snapshot): Readonly<Record<string, Readonly<Record<string, number>>>> =>
  Object.fromEntries(
    Object.entries(realms).map(([realm, { configuration }]) => {
      const byKind = Map.groupBy(Object.keys(configuration?.objects ?? {}), kindOf);
      return [realm, Object.fromEntries([...byKind].map(([kind, keys]) => [kind, keys.length]))];
    }),
  );

function wordsOf(taken: Snapshot): string[] {
  const realms = Object.entries(countsOf(taken)).map(([realm, counts]) => {
    const objects = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const shared = taken.realms[realm]?.configuration?.ambiguous ?? [];
    return [
      `  realm ${realm}: ${objects} objects (${Object.entries(counts)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(', ')})`,
      ...shared.map((key) => `    several objects share the name ${key}: they can only be compared together`),
    ].join('\n');
  });
  return [
    `The configuration of "${taken.environment}" at ${taken.at}`,
    ...wordsOfServer(taken),
    ...wordsOfServerConfiguration(taken),
    ...realms,
  ];
}

function wordsOfServer({ server }: Snapshot): string[] {
  if (!server) return [];
  const version = server.version
    ? `Keycloak ${server.version.value}, as ${server.version.from} tells`
    : 'Keycloak of a version that nobody tells';
  if (!server.value) return [`  server: ${version}`];
  const { providers, themes, features } = server.value;
  const all = (lists: Readonly<Record<string, readonly string[]>>): number => Object.values(lists).flat().length;
  const on = Object.values(features).filter(Boolean).length;
  return [`  server: ${version} (${all(providers)} providers, ${all(themes)} themes, ${on} features on)`];
}

function wordsOfServerConfiguration({ serverConfiguration }: Snapshot): string[] {
  const seen = serverConfiguration?.value;
  if (!seen) return [];
  const { kind, namespace, name } = seen.workload;
  if (!seen.exists) return [`  deployed: there is no ${kind} ${name} in the namespace ${namespace}`];
  const named = Object.keys(seen.objects).filter((object) => object.includes('/'));
  const byKind = Map.groupBy(named, (object) => object.split('/', 1)[0] ?? object);
  return [`  deployed: ${kind} ${name} (${[...byKind].map(([each, keys]) => `${keys.length} ${each}`).join(', ')})`];
}
