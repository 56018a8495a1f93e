import { resolve } from 'node:path';
import { ConfigurationError } from '@keycloak-release-gate/core';
import { definitionsFor } from '../../parts/definitions.ts';
import { mergeParts } from '../../parts/merge.ts';
import { command } from '../command.ts';
import type { FolderFlags } from '../flags.ts';
import { showRun } from '../show-run.ts';
import { toldToGithub } from '../told-to-github.ts';

/** What was seen earlier is no look at a release that is under way. */
const MOST_MINUTES = 240;

interface MergeFlags extends FolderFlags {
  readonly baseline?: string;
  readonly within?: number;
  readonly json: boolean;
}

/** `verify merge`: all parts as one run, one verdict, one exit code. */
export const merge = command((flags: MergeFlags, ...paths: string[]) => toldToGithub(() => mergeAll(flags, paths)));

async function mergeAll({ reports, scenarios, baseline, within, json }: MergeFlags, paths: readonly string[]): Promise<number> {
  if (within !== undefined && !(within > 0 && within <= MOST_MINUTES))
    throw new ConfigurationError([
      {
        code: 'BAD_WITHIN',
        message: `Parts cannot be ${within} minutes apart, or old.`,
        where: '--within',
        remedy: `Give a number of minutes above 0, up to ${MOST_MINUTES}, or leave it out.`,
      },
    ]);
  const finished = await mergeParts({
    paths: paths.map((path) => resolve(path)),
    reports: resolve(reports),
    ...(baseline === undefined ? {} : { baseline: resolve(baseline) }),
    ...(within === undefined ? {} : { withinMinutes: within }),
    command: `verify ${process.argv.slice(2).join(' ')}`.trim(),
    definitions: (part) => definitionsFor(part, resolve(scenarios), process.env),
  });
  return showRun(finished, json);
}
