import { changedMembers, finding, gap, ReleaseSubstance, samePerson } from '@keycloak-release-gate/core';
import type { Fact, Finding, Gap, ProvenIn, ProvenRun } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { parseImage } from '../kubernetes/image.ts';
import { codes } from './codes.ts';
import { sharedRealms } from './same-system.ts';

/** What was to be proven before a release comes to an environment. */
export const Expected = z.object({
  /** The environments that the release comes to before this one, in its order. */
  before: z.array(z.string()).default([]),
  environment: z.string().default(''),
  substance: ReleaseSubstance.optional(),
  author: z.string().optional(),
  /** The environments that releases go through before they come here, which this one leaves out; older records have the nearest alone. */
  leftOut: z.union([z.string(), z.array(z.string())]).default([]),
  /** This environment itself: a record of the same system proves nothing. */
  publicUrl: z.string().default(''),
  realms: z.array(z.string()).default([]),
  production: z.boolean().default(false),
});

export type Expected = z.output<typeof Expected>;

interface Judged {
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  readonly facts: readonly Fact[];
}

/** What the records of one environment before say against a release, or that they prove it. Pure. */
export function judgeEnvironment(
  { environment, newest, authors = [], failedSince, rolledBack, perhapsRolledBack, passedOver, refused }: ProvenIn,
  expected: Expected & { readonly substance: ReleaseSubstance },
  places: readonly string[],
  now: string,
): Judged {
  const subject = `environment/${environment}`;
  const findings: Finding[] = [];
  const gaps: Gap[] = [];
  for (const { code, where, message } of refused) {
    if (code === 'RECORD_UNREADABLE') gaps.push(gap(codes.RECORD_UNREADABLE, { subject, reason: `${where}: ${message}` }));
    else findings.push(finding(codes[code], { subject, message: `${where}: ${message}` }));
  }
  if (!newest) {
    if (refused.length === 0) {
      const over = passedOver.length === 0 ? '' : ` ${passedOver.map(({ run, why }) => `${run} ${why}`).join('; ')}.`;
      const reason = `No record shows that the release ${expected.substance.id} was deployed on "${environment}" and found good (looked for in ${places.join(', ') || 'no place'}).${over}`;
      gaps.push(gap(codes.NOT_PROVEN_BEFORE, { subject, reason }));
    }
    return { findings, gaps, facts: [] };
  }
  findings.push(...unfit(environment, newest, expected), ...otherAuthors(environment, [newest, ...authors], expected.author));
  if (Date.parse(newest.startedAt) > Date.parse(now)) {
    const reason = `The run ${newest.run} of "${environment}" began at ${newest.startedAt}, which is still to come: it cannot be told which run is the newest.`;
    gaps.push(gap(codes.RECORD_UNREADABLE, { subject, reason }));
  }
  if (newest.exitCode === 3) {
    const reason = `The newest post-deploy run of "${environment}" (${newest.run}, ${newest.startedAt}) could not tell: ${newest.reasons.join(' ')}`;
    gaps.push(gap(codes.INCONCLUSIVE_BEFORE, { subject, reason }));
  } else if (newest.exitCode !== 0) {
    const message = `The newest post-deploy run of "${environment}" (${newest.run}, ${newest.startedAt}) did not pass: ${newest.verdict}. ${newest.reasons.join(' ')}`;
    findings.push(finding(codes.FAILED_BEFORE, { subject, message, actual: newest.verdict }));
  }
  if (failedSince)
    findings.push(
      finding(codes.FAILED_BEFORE, {
        subject,
        message: `After ${newest.run}, the run ${failedSince.run} of "${environment}" (${failedSince.suite}, ${failedSince.at}) failed, although ${failedSince.why}.`,
      }),
    );
  if (rolledBack)
    findings.push(
      finding(codes.ROLLED_BACK_BEFORE, {
        subject,
        message: `The release was found good on "${environment}" (${newest.run}, ${newest.startedAt}) and taken back since: ${rolledBack.run} is a run of ${rolledBack.suite} (${rolledBack.at}).`,
      }),
    );
  if (perhapsRolledBack) {
    const { run, suite, at, why } = perhapsRolledBack;
    const reason = `Was the release taken back on "${environment}"? After ${newest.run} there is a run of ${suite} (${run}, ${at}), although ${why}.`;
    gaps.push(gap(codes.PERHAPS_ROLLED_BACK, { subject, reason }));
  }
  const { lacks = [] } = newest;
  if (lacks.length > 0) {
    const reason = `Today's post-deploy asks on "${environment}" for what ${newest.run} did not look at: ${some(lacks)}.`;
    gaps.push(gap(codes.CHECKS_MISSING_BEFORE, { subject, reason }));
  }
  const unknown = expected.production ? whyScenariosUnknown(newest) : undefined;
  if (unknown !== undefined) {
    const reason = `By which scenarios ${newest.run} of "${environment}" was judged is not known: ${unknown}.`;
    gaps.push(gap(codes.SCENARIOS_UNKNOWN_BEFORE, { subject, reason }));
  }
  const isProven = findings.length === 0 && gaps.length === 0;
  const facts = [
    { name: `proven on ${environment}`, value: provenWords(newest) },
    ...scenariosFact(environment, newest),
    ...comparedFact(environment, newest),
  ];
  return { findings, gaps, facts: isProven ? facts : [] };
}

/** Why nobody can tell afterwards by what a run was judged; undefined where its scenarios are those of a commit. */
function whyScenariosUnknown({ scenarios }: ProvenRun): string | undefined {
  if (!scenarios) return 'the record does not tell';
  const { commit, dirty, changed = [], source } = scenarios;
  if (commit === 'unknown') return source ?? 'nothing tells their commit';
  if (dirty === false) return undefined;
  return `they differed from the commit ${commit.slice(0, 12)}${changed.length === 0 ? '' : ` (${some(changed)})`}`;
}

function scenariosFact(environment: string, newest: ProvenRun): Fact[] {
  if (!newest.scenarios) return [];
  const value = whyScenariosUnknown(newest) ?? `commit ${newest.scenarios.commit.slice(0, 12)}`;
  return [{ name: `scenarios on ${environment}`, value }];
}

/** Where today's suite is not known here, nobody can tell whether it was cut down there. */
const comparedFact = (environment: string, { notCompared }: ProvenRun): Fact[] =>
  notCompared === undefined ? [] : [{ name: `suite on ${environment}`, value: `not compared with that of today: ${notCompared}` }];

/** The first of them, and how many there are more. */
const some = (names: readonly string[]): string =>
  `${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;

/** Each of those who are named there as the author of what is shipped, and are not the one who is named now. */
function otherAuthors(
  environment: string,
  told: readonly { readonly run: string; readonly startedAt: string; readonly author?: string | undefined }[],
  now: string | undefined,
): Finding[] {
  if (now === undefined) return [];
  const others = told.flatMap(({ author, ...run }) => (author === undefined || samePerson(author, now) ? [] : [{ author, ...run }]));
  return others
    .filter(({ author }, index) => others.findIndex((each) => samePerson(each.author, author)) === index)
    .map(({ author, run, startedAt }) =>
      finding(codes.AUTHOR_CHANGED, {
        subject: `environment/${environment}`,
        message: `When it was found good on "${environment}" (${run}, ${startedAt}), the author of the release was ${author}, and now it is ${now}.`,
        expected: author,
        actual: now,
      }),
    );
}

const provenWords = ({ run, startedAt, digests }: ProvenRun): string =>
  `${run}, ${startedAt}${digests.length === 0 ? '' : `, image ${digests.join(', ')}`}`;

/** Of another substance, of another image than the release's, or of this very system. */
function unfit(
  environment: string,
  newest: ProvenRun,
  { substance, environment: here, publicUrl, realms }: Expected & { readonly substance: ReleaseSubstance },
): Finding[] {
  const subject = `environment/${environment}`;
  const found: Finding[] = [];
  const changed = changedMembers(newest.substance, substance);
  if (changed.length > 0)
    found.push(
      finding(codes.RELEASE_CHANGED_SINCE, {
        subject,
        message: `The release was changed after it was found good on "${environment}" (${newest.run}, ${newest.startedAt}): ${changed.join(', ')}.`,
        expected: Object.fromEntries(changed.map((name) => [name, memberOf(substance, name)])),
        actual: Object.fromEntries(changed.map((name) => [name, memberOf(newest.substance, name)])),
      }),
    );
  const digest = parseImage(substance.image ?? '').digest;
  const good = new Set([...(digest === undefined ? [] : [digest]), ...substance.imageDigests]);
  const others = good.size === 0 ? [] : newest.digests.filter((each) => !good.has(each));
  if (others.length > 0)
    found.push(
      finding(codes.OTHER_IMAGE_BEFORE, {
        subject,
        message: `On "${environment}", ${newest.run} found ${others.join(', ')} running, and the release names ${[...good].join(', ')}.`,
        expected: [...good],
        actual: others,
      }),
    );
  const shared = sharedRealms(newest, { publicUrl, realms });
  if (shared.length > 0)
    found.push(
      finding(codes.SAME_SYSTEM_BEFORE, {
        subject,
        message: `The record of "${environment}" (${newest.run}) is of ${publicUrl}, realm ${shared.join(', ')}: that is "${here}" itself.`,
      }),
    );
  return found;
}

const memberOf = (substance: ReleaseSubstance, name: string): string =>
  JSON.stringify(Object.entries(substance).find(([key]) => key === name)?.[1] ?? null);
