import { relative, resolve } from 'node:path';
import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Release } from '@keycloak-release-gate/core';
import { ask } from '../../confirmations/ask.ts';
import { addConfirmation } from '../../confirmations/file.ts';
import { listConfirmations, terminalList } from '../../confirmations/list.ts';
import { confirmationsOf } from '../../confirmations/of-release.ts';
import { pinnedIn } from '../../confirmations/pinned.ts';
import { understand } from '../../confirmations/said.ts';
import type { KnownOfRelease, Said } from '../../confirmations/said.ts';
import { gitUser } from '../../git-user.ts';
import { terminalFor } from '../../report/terminal-writer.ts';
import { cleanLine } from '../../report/clean-text.ts';
import { loadEnvironment, loadReleaseFile } from '../../scenarios/load.ts';
import { asWritten } from '../../scenarios/resolve-environment.ts';
import { command } from '../command.ts';
import type { FolderFlags } from '../flags.ts';

interface Flags extends FolderFlags, Said {
  readonly list: boolean;
  readonly json: boolean;
}

/** `verify confirm`: adds what a person says to a release, or lists what was said. Exit code 0, or 2 where it would never count. */
export const confirm = command(async (flags: Flags, id: string) => {
  const { scenarios: scenariosFolder, reports: reportsFolder, list, json, ...given } = flags;
  const [scenarios, reports] = [resolve(scenariosFolder), resolve(reportsFolder)];
  const { file, value: release } = await loadReleaseFile(scenarios, id);
  const now = new Date().toISOString();
  // Nothing is added to what was edited, and nothing of it is shown.
  const written = confirmationsOf(scenarios, release, file);
  if (list) {
    const listed = listConfirmations(written, { release, now, pinned: (environment) => pinnedIn(reports, environment, release) });
    process.stdout.write(
      json ? `${JSON.stringify({ release: id, confirmations: listed }, null, 2)}\n` : terminalList(id, listed, terminalFor(undefined)),
    );
    return 0;
  }
  const known: KnownOfRelease = { release, file, applications: await applicationsOf(scenarios, release), gitUser: gitUser(scenarios), now };
  const said = await complete(given, known, json);
  if (!said) {
    process.stdout.write('\nNothing was confirmed.\n');
    return 2;
  }
  const { confirmation, problems } = understand(withPinned(said, release, reports), known);
  if (!confirmation) throw new ConfigurationError(problems);
  const added = relative(process.cwd(), await addConfirmation(scenarios, confirmation));
  const message = `Confirm ${confirmation.type} for ${id}`;
  if (json) process.stdout.write(`${JSON.stringify({ file: added, confirmation, message }, null, 2)}\n`);
  else
    process.stdout.write(
      `${[
        cleanLine(
          `Confirmed by ${confirmation.person} (${confirmation.role}): ${confirmation.type} of ${id}, until ${confirmation.expiresAt}.`,
        ),
        '',
        'Commit it: in the history of git every edit shows.',
        `  git add ${quoted(cleanLine(added))}`,
        `  git commit -m '${message}'`,
      ].join('\n')}\n`,
    );
  return 0;
});

async function complete(said: Said, known: KnownOfRelease, json: boolean): Promise<Said | undefined> {
  const isAsked = process.stdin.isTTY && process.stdout.isTTY && !json;
  return isAsked ? ask(said, known, { input: process.stdin, output: process.stdout }) : said;
}

/** `pinned` stands for the SHA-256 of the backup that the record of before the release pinned. Throws a ConfigurationError where none did. */
function withPinned(said: Said, release: Release, reports: string): Said {
  const { id, environments } = release;
  if (said.backup !== 'pinned') return said;
  const [only, ...more] = said.environment === undefined ? environments : [said.environment];
  const environment = more.length === 0 ? only : undefined;
  const pin = environment === undefined ? null : pinnedIn(reports, environment, release);
  if (pin) return { ...said, backup: pin.sha256 };
  throw new ConfigurationError([
    {
      code: 'NOTHING_PINNED',
      message:
        environment === undefined
          ? 'A backup is pinned in one environment, and none was named.'
          : `No pre-release run of "${id}" in "${environment}" has pinned a backup.`,
      where: '--backup',
      remedy:
        environment === undefined
          ? `Name it: --environment ${environments.at(-1) ?? '…'}`
          : `Run it first: verify --env ${environment} --suite pre-release --release ${id}`,
    },
  ]);
}

async function applicationsOf(scenarios: string, { environments }: Release): Promise<ReadonlyMap<string, readonly string[]>> {
  const each = await Promise.all(
    environments.map(async (id) => {
      const { value } = await loadEnvironment(scenarios, id);
      return [id, (value.applications ?? []).map((application) => asWritten(application.id))] as const;
    }),
  );
  return new Map(each);
}

/** A file's name as a shell takes it. */
const quoted = (name: string): string => (/^[\w./-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`);
