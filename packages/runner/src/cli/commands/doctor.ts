import {
  Access,
  access,
  DatabaseAccess,
  databaseAccess,
  databaseRightsAsNeeded,
  linesOfRoles,
  missingDatabaseRights,
  missingRights,
  missingRoles,
  ReaderRights,
  readerRights,
  rolesAsNeeded,
  wordsOfDatabaseRight,
  wordsOfRight,
} from '@keycloak-release-gate/checks';
import type { Finding, Gap, RunContext } from '@keycloak-release-gate/core';
import { lookOnce } from '../../collect/look-once.ts';
import { createShared } from '../../collect/shared.ts';
import { resolveDeploy } from '../../deploy/resolve.ts';
import { waysSeen, wordsOfWays } from '../../doctor/ways.ts';
import { startLab } from '../../lab/start-lab.ts';
import type { Plan, PlannedLook } from '../../plan/plan.ts';
import { prepare } from '../../verify/prepare.ts';
import type { Prepared } from '../../verify/prepare.ts';
import { command } from '../command.ts';
import { labName } from '../flags.ts';
import type { FolderFlags } from '../flags.ts';
import { optionsOf } from './run.ts';

interface Seen {
  readonly look: string;
  readonly gaps: readonly Gap[];
  /** What it saw, where that is a list of its own. */
  readonly lines?: readonly string[];
}

/**
 * `verify doctor`: first what the environment's files and variables lack (exit 2); where they are whole, which way each client goes and
 * how far it comes, and whether each thing that a health run looks at can be seen from here (exit 3 where not). Nobody is logged in.
 */
export const doctor = command(async (flags: FolderFlags & { readonly env?: string; readonly lab?: string; readonly json: boolean }) => {
  const options = { ...(await optionsOf(flags)), suite: 'health' };
  const prepared = await prepare(options, process.env, startLab({ name: labName(flags), quiet: flags.json }));
  const shared = createShared();
  const { ways, taken } = await (async () => {
    try {
      return { ways: await waysSeen(prepared, shared), taken: await lookOnce(prepared, withoutLogin(prepared.plan), { shared }) };
    } finally {
      await shared.dispose();
    }
  })();
  const looks = taken.map(({ look, gaps, raw }): Seen => ({ look: look.key, gaps, ...rightsSeen(look, raw) }));
  const seen = [...looks, ...(await askDeployAction(prepared))];
  const blind = seen.filter(({ gaps }) => gaps.length > 0);
  if (flags.json) process.stdout.write(`${JSON.stringify({ environment: options.env, ways, seen }, null, 2)}\n`);
  else {
    process.stdout.write(`The files and variables of "${options.env}" are complete.\n\n${wordsOfWays(ways)}\n`);
    for (const { look, gaps, lines = [] } of seen) {
      process.stdout.write(
        `  ${gaps.length > 0 ? '✗' : '✓'} ${look}\n${lines.map((line) => `      ${line}\n`).join('')}${gaps.map((gap) => `      ${gap.reason}\n      do    ${gap.remedy}\n      code  ${gap.code}\n`).join('')}`,
      );
    }
    process.stdout.write(
      blind.length === 0
        ? '\nEverything that is looked at can be seen from here.\n'
        : `\n${blind.length} of ${seen.length} things cannot be seen from here.\n`,
    );
  }
  return blind.length === 0 && ways.every(({ gaps }) => gaps.length === 0) ? 0 : 3;
});

/** Whether the declared Deploy action can be asked for its newest run. */
async function askDeployAction({ plan, secrets }: Prepared): Promise<Seen[]> {
  const { environment } = plan.run;
  if (!environment.deploy) return [];
  const { signal } = new AbortController();
  const deploy = await resolveDeploy({ options: {}, variables: {}, environment, judged: true, secrets, signal });
  return [
    {
      look: 'the newest run of the Deploy action',
      gaps: deploy?.unread ? [deploy.unread] : [],
      lines:
        deploy?.at === undefined
          ? []
          : [`${deploy.source}, begun ${deploy.at}${deploy.commit === undefined ? '' : `, on ${deploy.commit}`}`],
    },
  ];
}

/** The rights of the gate, one a line; each that is missing is a gap with the rule that gives it. */
function rightsSeen(look: PlannedLook, raw: unknown): Partial<Seen> {
  const roles = look.collector.id === readerRights.id ? ReaderRights.safeParse(raw) : undefined;
  if (roles?.success)
    return {
      gaps: missingRoles(roles.data),
      lines: [
        ...linesOfRoles(roles.data),
        ...linesOf(rolesAsNeeded.check.judge({ now: roles.data }, {}, { now: new Date().toISOString() }).findings),
      ],
    };
  const database = look.collector.id === databaseAccess.id ? DatabaseAccess.safeParse(raw) : undefined;
  if (database?.success)
    return {
      gaps: missingDatabaseRights(database.data),
      lines: [
        ...database.data.needed.map((right) => `${right.missing.length === 0 ? '✓' : '✗'} ${wordsOfDatabaseRight(right)}`),
        ...linesOf(databaseRightsAsNeeded.check.judge({ access: database.data }, {}, { now: new Date().toISOString() }).findings),
      ],
    };
  const seen = look.collector.id === access.id ? Access.safeParse(raw) : undefined;
  if (!seen?.success) return {};
  const { needed, namespace } = seen.data;
  return {
    gaps: missingRights(seen.data),
    lines: needed.map((right) => `${right.allowed ? '✓' : '✗'} ${wordsOfRight(right, namespace)}`),
  };
}

/** What is too much, each with what to do. */
const linesOf = (findings: readonly Finding[]): string[] =>
  findings.map(({ message, remedy, code }) => `! ${message}\n        do    ${remedy}\n        code  ${code}`);

/** Looks that use a person's account are left to a real run, and so are those that cannot do without what these see. */
function withoutLogin({ looks: planned, run }: Plan): PlannedLook[] {
  const looks = [...planned.values()];
  const left = new Set<string>();
  // The plan's order is one in which every look finds what it reads.
  for (const look of looks)
    if (logsIn(look, run) || Object.values(look.reads).some((read) => !read.optional && left.has(read.look))) left.add(look.key);
  return looks.filter((look) => look.collect && !left.has(look.key));
}

const logsIn = ({ collector, params }: PlannedLook, run: RunContext): boolean =>
  collector.uses(params, run).some((use) => use.startsWith('user/'));
