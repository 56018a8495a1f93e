import { Confirmation, defineCheck, ExpectedChange, finding, gap, substanceHash } from '@keycloak-release-gate/core';
import type { Exhibit, Fact, Finding, Judgement } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { configurationRule } from './configuration-rule.ts';
import { neededByVersions } from './needed-by-versions.ts';
import { planOfRecord, whyOutdated } from './plan-of-record.ts';
import { planShown, trialsShown } from './plan-shown.ts';
import type { ReleaseNow } from './plan-of-record.ts';
import type { ComputedPlan } from './rollback-rules.ts';
import { rollbackPlan } from './rollback-plan.ts';
import type { RecordedPlan } from './rollback-plan.ts';
import type { RollbackPlanRecord } from './rollback-plan-record.ts';
import { testedInverse } from './tested-inverse.ts';

/** The declared rollback plan is not weaker than the one that was computed, or, where none was, than what the release itself implies. */
export const rollbackPlanDeclared = defineCheck({
  id: 'release/rollback-plan-declared',
  title: 'The rollback plan is strong enough for this release',
  why: 'After an upgrade, redeploying the old version is no rollback: it starts on the new schema and looks healthy. Whether a backup must be restored has to be known before the release.',
  reads: { plan: rollbackPlan },
  expects: z.object({
    release: z.string().optional(),
    environment: z.string().default(''),
    author: z.string().optional(),
    plan: z.enum(['A', 'B']).optional(),
    reason: z.string().default(''),
    from: z.string().optional(),
    to: z.string().optional(),
    image: z.string().nullable().default(null),
    deploys: z.boolean().default(true),
    changes: z.array(ExpectedChange).default([]),
    confirmations: z.array(Confirmation).default([]),
    /** The SHA-256 of what the release ships. Records of before do not tell it. */
    substance: z.string().optional(),
  }),
  expected: ({ release, environment }) =>
    release
      ? {
          release: release.id,
          environment: environment.id,
          plan: release.rollback.plan,
          reason: release.rollback.reason,
          from: release.keycloak.from,
          to: release.keycloak.to,
          image: release.image ?? null,
          deploys: release.deploys,
          changes: release.expectedChanges,
          confirmations: release.confirmations.filter(({ type }) => type === 'tested inverse'),
          substance: substanceHash(release),
          ...(release.author === undefined ? {} : { author: release.author }),
        }
      : {},
  judge: (
    { plan: recorded },
    { release, environment, author, plan, reason, from, to, image, deploys, changes, confirmations, substance },
    { now },
  ) => {
    if (release === undefined || plan === undefined || from === undefined || to === undefined)
      return { findings: [], gaps: [gap(codes.NO_RELEASE, { subject: 'release', reason: 'Only a release has a rollback plan.' })] };
    const inverse = testedInverse(confirmations, { release, environment, author, substance }, now);
    const words = reason === '' ? plan : `${plan}: ${reason}`;
    const declared = { name: 'declared rollback plan', value: words };
    const judged = judgeNeeded(recorded, { release, environment, from, to, image, deploys, declared: words }, changes, inverse);
    // Nothing is too weak for plan B: what could not be told makes no difference to it.
    if (plan === 'B') return { findings: judged.warnings, facts: [declared, ...judged.facts], exhibits: judged.exhibits };
    return {
      findings: [...judged.findings, ...judged.warnings],
      gaps: judged.gaps,
      facts: [declared, ...judged.facts],
      exhibits: judged.exhibits,
    };
  },
});

/** What is found where plan A is declared, and what is told with any plan. */
interface Judged extends Required<Pick<Judgement, 'findings' | 'gaps' | 'facts' | 'exhibits'>> {
  readonly warnings: readonly Finding[];
}

/** The release, with the plan that it declares. */
type Declaring = ReleaseNow & { readonly declared: string };

function judgeNeeded(recorded: RecordedPlan, now: Declaring, changes: readonly ExpectedChange[], inverse: string | undefined): Judged {
  switch (recorded.kind) {
    case 'none':
      return byVersions(now, changes, inverse);
    case 'unreadable':
      return notTold(codes.PLAN_UNREADABLE, now, `${recorded.file}: ${recorded.why}`);
    case 'read': {
      const outdated = whyOutdated(recorded, now);
      return outdated === undefined
        ? byRecord(recorded.record, now, planOfRecord(recorded.record, changes, inverse))
        : notTold(codes.PLAN_OUTDATED, now, outdated);
    }
  }
}

const notTold = (code: (typeof codes)['PLAN_UNREADABLE'], { release, environment, declared }: Declaring, reason: string): Judged => {
  const remedy = `Compute it again: verify plan-rollback --release ${release} --env ${environment}`;
  return {
    findings: [],
    gaps: [gap(code, { subject: `release/${release}`, reason, remedy })],
    facts: [{ name: 'computed rollback plan', value: `none that counts: ${reason}` }],
    exhibits: [planShown({ declared, needed: 'unknown', because: reason, tried: `nothing that counts. ${remedy}` })],
    warnings: [],
  };
};

const declaresA = ({ release, from, to }: ReleaseNow): string => `The release ${release} (${from} → ${to}) declares rollback plan A`;

function byVersions(now: Declaring, announced: readonly ExpectedChange[], inverse: string | undefined): Judged {
  const subject = `release/${now.release}`;
  const needed = neededByVersions(now.from, now.to, now.deploys);
  const configuration = configurationRule({ announced, ...(inverse === undefined ? {} : { testedInverse: inverse }) });
  const destructive = configuration.holds === true ? [destructiveFinding(now, configuration)] : [];
  if (!needed) {
    const reason = `"${now.from}" and "${now.to}" are not both versions of Keycloak.`;
    return { findings: destructive, gaps: [gap(codes.VERSION_UNREADABLE, { subject, reason })], facts: [], exhibits: [], warnings: [] };
  }
  const message = `${declaresA(now)}, and needs plan B: ${needed.because}.`;
  const tooWeak = needed.plan === 'B' ? [finding(codes.PLAN_TOO_WEAK, { subject, message, expected: 'B', actual: 'A' })] : [];
  const because = needed.plan !== 'B' && configuration.holds === true ? configuration.because : needed.because;
  const plan = destructive.length > 0 ? 'B' : needed.plan;
  return {
    findings: [...tooWeak, ...destructive],
    gaps: plan === 'unknown' ? [notComputed(now, needed.because)] : [],
    facts: [{ name: 'needed rollback plan', value: `${plan}: ${because}` }],
    exhibits: [planShown({ declared: now.declared, needed: plan, because, tried: nothingTried(now) })],
    warnings: [],
  };
}

const nothingTried = ({ release, environment, deploys }: ReleaseNow): string =>
  deploys
    ? `nothing: the plan was not computed, and the versions alone tell. Compute it: verify plan-rollback --release ${release} --env ${environment}`
    : 'nothing: the plan was not computed, and nothing is deployed that could be tried';

const notComputed = ({ release, environment }: ReleaseNow, because: string) =>
  gap(codes.PLAN_NOT_COMPUTED, {
    subject: `release/${release}`,
    reason: `Whether plan A is enough was not computed: ${because}.`,
    remedy: `Compute it: verify plan-rollback --release ${release} --env ${environment}; or declare plan B with its reason.`,
  });

function byRecord(record: RollbackPlanRecord, now: Declaring, { plan, decidedBy, rules }: ComputedPlan): Judged {
  const facts: Fact[] = [
    {
      name: 'computed rollback plan',
      value: `${plan === 'indeterminate' ? 'indeterminate, which counts as B' : plan}: ${decidedBy.because}`,
    },
    { name: 'computed', value: `${record.at}, on ${record.host}` },
    ...(record.backup ? [{ name: 'tried on a copy of', value: record.backup.name }] : []),
    ...(typeof record.rehearsal?.seconds === 'number'
      ? [{ name: 'the new version was ready on the copy after', value: Math.round(record.rehearsal.seconds), unit: 's' }]
      : []),
    ...(record.notTried === null ? [] : [{ name: 'not tried', value: record.notTried }]),
  ];
  return {
    findings: plan === 'A' ? [] : [tooWeakFinding(record, now, plan, decidedBy)],
    gaps: [],
    facts,
    exhibits: [
      planShown({ declared: now.declared, needed: plan, because: decidedBy.because, tried: triedWords(record) }),
      rulesTable(rules),
      ...trialsShown(record),
    ],
    warnings: slow(record, now),
  };
}

function triedWords({ backup, at, host, notTried }: RollbackPlanRecord): string {
  const on = backup ? `on a copy of ${backup.name}, taken ${backup.takenAt.earliest}` : 'on no copy';
  return `${on}; computed ${at}, on ${host}${notTried === null ? '' : `. Not tried: ${notTried}`}`;
}

function slow({ rehearsal, probeBudget }: RollbackPlanRecord, { release, to }: ReleaseNow): Finding[] {
  const [seconds, may] = [rehearsal?.seconds ?? null, probeBudget?.seconds ?? null];
  if (!probeBudget || seconds === null || may === null || seconds <= may) return [];
  const took = Math.ceil(seconds);
  const message = `Keycloak ${to} needed ${took} s on a restored copy until it was ready, and the probes let a pod start for ${may} s (${probeBudget.from}).`;
  return [finding(codes.MIGRATION_OUTLASTS_PROBES, { subject: `release/${release}`, message, expected: may, actual: took })];
}

type Rule = ComputedPlan['rules'][number];

function tooWeakFinding({ at }: RollbackPlanRecord, now: ReleaseNow, plan: ComputedPlan['plan'], deciding: Rule) {
  if (deciding.rule === 'destructive-configuration') return destructiveFinding(now, deciding);
  const needs = plan === 'B' ? 'needs plan B' : 'nobody could tell whether that is enough, which counts as plan B';
  const message = `${declaresA(now)}, and ${needs}: ${deciding.because} (computed ${at}).`;
  return finding(codes.PLAN_TOO_WEAK, { subject: `release/${now.release}`, message, expected: 'B', actual: 'A' });
}

function destructiveFinding(now: ReleaseNow, { because, evidence }: Rule) {
  const message = `${declaresA(now)}, and ${because}: ${evidence.join('; ')}.`;
  return finding(codes.DESTRUCTIVE_CHANGE, { subject: `release/${now.release}`, message, expected: 'B', actual: 'A' });
}

const rulesTable = (rules: readonly Rule[]): Exhibit => ({
  kind: 'table',
  topic: 'rollback',
  title: 'How the rollback plan was computed',
  note: 'The first rule that holds decides.',
  columns: ['Rule', 'Holds', 'Because', 'Evidence'],
  rows: rules.map(({ rule, holds, because, evidence }) => [
    rule.replaceAll('-', ' '),
    holds === null ? 'not seen' : holds ? 'yes' : 'no',
    because,
    evidence.join('; '),
  ]),
});
