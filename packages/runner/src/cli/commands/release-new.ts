import { relative, resolve } from 'node:path';
import { ConfigurationError, weekdayOf } from '@keycloak-release-gate/core';
import type { Problem } from '@keycloak-release-gate/core';
import { gitUser } from '../../git-user.ts';
import type { Answers, Known } from '../../release/new/answers.ts';
import { askAll } from '../../release/new/ask.ts';
import { definitionOf } from '../../release/new/definition.ts';
import type { NewRelease } from '../../release/new/file-text.ts';
import { isPublished } from '../../release/new/version-exists.ts';
import { writeRelease } from '../../release/new/write.ts';
import { cleanLine } from '../../report/clean-text.ts';
import { loadEnvironment, loadPolicy, scenarioIds } from '../../scenarios/load.ts';
import { command } from '../command.ts';

interface Flags {
  readonly id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly from?: string;
  readonly to?: string;
  readonly env?: readonly string[];
  readonly image?: string;
  readonly commit?: string;
  readonly configurationOnly: boolean;
  readonly plan?: string;
  readonly reason?: string;
  readonly impact?: string;
  readonly party?: readonly string[];
  readonly window?: string;
  readonly soakHours?: number;
  readonly author?: string;
  readonly scenarios: string;
  readonly json: boolean;
}

/** `verify release new`: asks the few questions that flags have not answered, and writes the file of the release. Exit code 0 or 2. */
export const releaseNew = command(async (flags: Flags) => {
  const scenarios = resolve(flags.scenarios);
  const author = gitUser(process.cwd());
  const known: Known = { environments: await scenarioIds(scenarios, 'environments'), ...(author === undefined ? {} : { author }) };
  const given = answersOf(flags);
  const isAsked = process.stdin.isTTY && process.stdout.isTTY && !flags.json;
  const answers = isAsked ? await askAll(given, known, { input: process.stdin, output: process.stdout }) : withAuthor(given, known);
  if (!answers) {
    process.stdout.write('\nNothing was written.\n');
    return 2;
  }
  const release = definitionOf(answers, flags, known, new Date());
  const notes = [...(await versionNotes(release)), ...(await dayNotes(release, scenarios))];
  const file = relative(process.cwd(), await writeRelease(scenarios, release));
  if (flags.json) process.stdout.write(`${JSON.stringify({ release: release.id, file, notes }, null, 2)}\n`);
  else
    process.stdout.write(
      `${[
        `Written: ${cleanLine(file)}`,
        ...notes.map((note) => `  note  ${cleanLine(note)}`),
        '',
        'Announce the changes of the configuration in `expectedChanges`, and see what comes next:',
        `  verify release status ${release.id}`,
      ].join('\n')}\n`,
    );
  return 0;
});

function answersOf({
  env,
  party,
  configurationOnly: _configurationOnly,
  soakHours: _soakHours,
  scenarios: _scenarios,
  json: _json,
  ...texts
}: Flags): Answers {
  return { ...texts, ...(env === undefined ? {} : { environments: env }), ...(party === undefined ? {} : { parties: party }) };
}

const withAuthor = (answers: Answers, { author }: Known): Answers =>
  answers.author !== undefined || author === undefined ? answers : { ...answers, author };

/** Whether the versions were published. Throws a ConfigurationError where one was not. */
async function versionNotes({ keycloak }: NewRelease): Promise<string[]> {
  const repository = process.env['MAVEN_REPOSITORY_URL'];
  const asked = await Promise.all(
    [...new Set([keycloak.from, keycloak.to])].map(async (version) => ({ version, published: await isPublished(version, repository) })),
  );
  const missing = asked.filter(({ published }) => published === 'no');
  if (missing.length > 0)
    throw new ConfigurationError(
      missing.map(({ version }): Problem => ({
        code: 'VERSION_NOT_PUBLISHED',
        message: `The Maven repository has no Keycloak ${version}.`,
        where: version === keycloak.to ? '--to' : '--from',
        remedy: 'Correct the version, or MAVEN_REPOSITORY_URL.',
      })),
    );
  return asked.flatMap(({ version, published }) =>
    typeof published === 'string' ? [] : [`Whether there is a Keycloak ${version} was not asked: ${published.notAsked}.`],
  );
}

/** A window that does not begin on the policy's day. */
async function dayNotes({ window, environments }: NewRelease, scenarios: string): Promise<string[]> {
  const last = environments.at(-1);
  if (!window || last === undefined) return [];
  const declared = (await loadEnvironment(scenarios, last)).value.timeZone;
  const timeZone = typeof declared === 'string' ? declared : 'UTC';
  const day = weekdayOf(window.from, timeZone);
  if (day === 'Monday') return [];
  // Without a policy, nobody says which day it should be in words.
  const sentences = await loadPolicy(scenarios).then(
    ({ value }) => value,
    () => [],
  );
  const planned = sentences.find(({ id }) => id === 'preparation/planned');
  return [`The window begins on a ${day} (${timeZone}).${planned ? ` The policy: "${planned.sentence}".` : ''}`];
}
