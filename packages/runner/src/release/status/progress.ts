import { confirmedWherever, judgeStandBy, provenBefore, StandBy } from '@keycloak-release-gate/checks/release-records';
import { substanceHash, substanceOf } from '@keycloak-release-gate/core';
import type { Confirmation, Cover, PolicySentence, ProvenIn, Release, Result } from '@keycloak-release-gate/core';
import type { SuiteSteps } from '../../policy/matrix.ts';
import type { RunSummary } from '../../record/run-summary.ts';
import { whyNotWhole } from '../proven.ts';
import { aboutSteps, worstOf } from './worst.ts';

/** How far one sentence of the policy is, in one environment or for the release as a whole. */
export interface ProgressStep {
  /** The sentence's id, and its words. */
  readonly id: string;
  readonly sentence: string;
  readonly environment?: string;
  /** Which part of the sentence it is, where it has several: `parties contacted`. */
  readonly part?: string;
  readonly state: 'done' | 'failed' | 'missing' | 'not told' | 'not needed' | 'not provable';
  /** Why it is so. */
  readonly because: string;
  readonly evidence?: { readonly run?: string; readonly confirmation?: string; readonly plan?: string; readonly at: string };
  readonly next?: { readonly what: string; readonly command?: string; readonly who?: string };
}

/** Something that happened to the release. */
export interface ProgressEvent {
  readonly at: string;
  readonly what: string;
  readonly environment?: string;
  readonly run?: string;
  readonly tone: 'good' | 'bad' | 'neutral';
}

export interface PolicyProgress {
  readonly release: Pick<Release, 'id' | 'title' | 'status' | 'keycloak' | 'environments'>;
  /** In the order of the policy, and in each sentence in that of the environments. */
  readonly steps: readonly ProgressStep[];
  /** In the order of time. */
  readonly events: readonly ProgressEvent[];
  /** Records that cannot be believed. */
  readonly refused: readonly string[];
  /** What is to be done first; undefined where nothing is left. */
  readonly next?: ProgressStep;
  /** 1 where a step failed, 3 where something that was looked at could not be told, else 0. */
  readonly exitCode: 0 | 1 | 3;
}

/** A run of the release, as far as it was read. */
export interface ProgressRun {
  readonly summary: RunSummary;
  /** Read, verified and judged again; without it, the run is told of and proves nothing. */
  readonly read?: {
    readonly steps: readonly { readonly policy: string; readonly checks: readonly string[] }[];
    readonly results: readonly Result[];
    /** When its deploy began, where the record tells. */
    readonly deployedAt?: string;
  };
  /** Why it is not believed. */
  readonly refused?: string;
}

export interface ProgressEnvironment {
  readonly id: string;
  readonly production: boolean;
  /** The runs of this release, newest first. */
  readonly runs: readonly ProgressRun[];
  readonly proven: ProvenIn;
  /** The rollback plan that was computed. */
  readonly plan?: { readonly plan: string; readonly at: string; readonly because: string };
  /** The backup that the newest pre-release run pinned. */
  readonly pin: { readonly name: string; readonly sha256: string } | null;
}

export interface ProgressInput {
  readonly policy: readonly PolicySentence[];
  readonly suites: readonly SuiteSteps[];
  readonly release: Release;
  /** In the order of the release. */
  readonly environments: readonly ProgressEnvironment[];
  readonly refused: readonly string[];
  readonly now: string;
}

/** How far a release is on its way through the policy. Pure. */
export function policyProgress(input: ProgressInput): PolicyProgress {
  const { policy, release, environments, refused } = input;
  const own = policy.flatMap((sentence) => stepsOf(sentence, input));
  const steps = introduced(policy, own);
  const { id, title, status, keycloak } = release;
  const exitCode = steps.some(({ state }) => state === 'failed')
    ? 1
    : refused.length > 0 || steps.some(({ state }) => state === 'not told')
      ? 3
      : 0;
  const next =
    steps.find(({ state, next: todo }) => state === 'failed' && todo !== undefined) ??
    firstToDo(
      steps.filter(({ next: todo }) => todo !== undefined),
      environments.map((environment) => environment.id),
    );
  return {
    release: { id, title, status, keycloak, environments: release.environments },
    steps,
    events: eventsOf(input),
    refused,
    exitCode,
    ...(next ? { next } : {}),
  };
}

/** What is missing in an earlier environment comes before what is in a later one; what is of the release as a whole comes with the last. */
const firstToDo = (steps: readonly ProgressStep[], environments: readonly string[]): ProgressStep | undefined =>
  steps.toSorted((a, b) => placeOf(a, environments) - placeOf(b, environments))[0];
const placeOf = ({ environment }: ProgressStep, environments: readonly string[]): number =>
  environment === undefined ? environments.length - 1 : environments.indexOf(environment);

/** The steps of one sentence: by the runs of its suites, the confirmations, the release file. */
function stepsOf(sentence: PolicySentence, input: ProgressInput): ProgressStep[] {
  const { suites, environments } = input;
  const covers = sentence.covers ?? [];
  const proofs = [
    ...suites.flatMap(({ suite, steps }) => {
      const checks = steps.filter(({ policy }) => policy === sentence.id).flatMap((step) => step.checks.map(({ id }) => id));
      return checks.length === 0 ? [] : [{ suite, checks, isOwn: true }];
    }),
    ...covers.flatMap((cover) => (cover.by === 'checks' ? cover.checks.flatMap((id) => placeOfCheck(id, suites)) : [])),
  ];
  const steps = environments.flatMap((environment, index) => [
    ...(proofs.some(({ checks }) => checks.includes(provenBefore.check.id)) && index < environments.length - 1
      ? [provenStep(sentence, environment, input)]
      : []),
    ...proofs
      .filter(({ isOwn, checks }) => isOwn && checks.some((id) => id !== provenBefore.check.id))
      .map(({ suite }) => runStep(sentence, environment, suite, input)),
    ...proofs.filter(({ isOwn }) => !isOwn).map(({ suite, checks }) => runStep(sentence, environment, suite, input, checks)),
    ...covers.flatMap((cover) => (cover.by === 'confirmation' ? confirmationStep(sentence, environment, cover.type, input) : [])),
    ...(environment.plan && covers.some((cover) => cover.by === 'command' && cover.command.includes('plan-rollback'))
      ? [planStep(sentence, environment, environment.plan)]
      : []),
  ]);
  const ofFile = covers.flatMap((cover) => (cover.by === 'release file' ? [fileStep(sentence, cover, input.release)] : []));
  const nothing = covers.flatMap((cover): ProgressStep[] =>
    cover.by === 'nothing' ? [{ ...wordsOf(sentence), state: 'not provable', because: cover.why }] : [],
  );
  const alone: readonly ProgressStep[] =
    steps.length === 0 && environments.length === 1 && proofs.length > 0
      ? [{ ...wordsOf(sentence), state: 'not needed', because: 'The release goes to one environment alone.' }]
      : [];
  // Two suites may say the same of one sentence: that nothing was rolled back.
  const told = new Map(
    [...ofFile, ...steps, ...nothing, ...alone].map((step) => [JSON.stringify([step.environment, step.part, step.because]), step]),
  );
  return [...told.values()];
}

/** The suite in which a check of another sentence is held: after the deploy, where it stands in several. */
function placeOfCheck(id: string, suites: readonly SuiteSteps[]): { suite: string; checks: string[]; isOwn: boolean }[] {
  const holding = ['post-deploy', 'pre-release', 'post-rollback', 'pre-restore'].find((suite) =>
    suites.some((each) => each.suite === suite && each.steps.some(({ checks }) => checks.some((check) => check.id === id))),
  );
  return holding === undefined ? [] : [{ suite: holding, checks: [id], isOwn: false }];
}

const wordsOf = ({ id, sentence }: PolicySentence): Pick<ProgressStep, 'id' | 'sentence'> => ({ id, sentence });

/** Sentences that only introduce others are as far as those. */
function introduced(policy: readonly PolicySentence[], own: readonly ProgressStep[]): ProgressStep[] {
  const byId = new Map(policy.map((sentence) => [sentence.id, sentence]));
  const all = (sentence: PolicySentence, path: readonly string[]): readonly ProgressStep[] => [
    ...own.filter(({ id }) => id === sentence.id),
    ...(sentence.covers ?? []).flatMap((cover) =>
      cover.by === 'what follows'
        ? cover.sentences.flatMap((id) => {
            const followed = byId.get(id);
            return followed && !path.includes(id) ? all(followed, [...path, id]) : [];
          })
        : [],
    ),
  ];
  return policy.flatMap((sentence): ProgressStep[] => {
    const steps = own.filter(({ id }) => id === sentence.id);
    if (steps.length > 0) return steps;
    const followed = all(sentence, [sentence.id]);
    const state = aboutSteps(followed.map((step) => step.state));
    if (followed.length === 0)
      return [{ ...wordsOf(sentence), state: 'missing', because: 'No suite, confirmation or member of the release file covers it.' }];
    const open = followed.filter(({ state: each }) => each === state);
    const because =
      state === 'done' || state === 'not needed'
        ? 'All that it introduces is.'
        : `${open.length} of ${followed.length} that it introduces.`;
    return [{ ...wordsOf(sentence), state, because }];
  });
}

/** Whether a release was found good in an environment, and still is deployed there. */
function provenStep(sentence: PolicySentence, environment: ProgressEnvironment, { release, now }: ProgressInput): ProgressStep {
  const words = { ...wordsOf(sentence), environment: environment.id };
  const { check } = provenBefore;
  const expected = check.expects.parse({ before: [environment.id], substance: substanceOf(release) });
  const { findings, gaps = [] } = check.judge({ elsewhere: { places: [], environments: [environment.proven] } }, expected, { now });
  const { newest } = environment.proven;
  const evidence = newest ? { evidence: { run: newest.run, at: newest.startedAt } } : {};
  const [finding] = findings;
  if (finding)
    return {
      ...words,
      state: 'failed',
      because: finding.message,
      ...evidence,
      next: { what: finding.remedy, ...runCommand(environment.id, 'post-deploy', release) },
    };
  const [gap] = gaps;
  if (gap)
    return {
      ...words,
      state: newest ? 'not told' : 'missing',
      because: newest ? gap.reason : `It is not deployed on ${environment.id}, or post-deploy has not run there as a whole.`,
      ...evidence,
      next: { what: `Deploy it on ${environment.id} and run post-deploy`, ...runCommand(environment.id, 'post-deploy', release) },
    };
  return { ...words, state: 'done', because: 'post-deploy passed', ...evidence };
}

const runCommand = (environment: string, suite: string, release: Release): { readonly command: string; readonly who: string } => ({
  command: `verify --env ${environment} --suite ${suite} --release ${release.id}`,
  who: release.author ?? 'who makes the change',
});

/** How the step of a sentence came out in the newest run of its suite. */
function runStep(
  sentence: PolicySentence,
  environment: ProgressEnvironment,
  suite: string,
  { release, environments }: ProgressInput,
  only?: readonly string[],
): ProgressStep {
  const words = { ...wordsOf(sentence), environment: environment.id, ...(only ? { part: only.join(', ') } : {}) };
  const rollback = rollbackIn(environment);
  const isOfRollback = rollbackSuites.includes(suite);
  const ran = newestOf(environment, suite);
  if (isOfRollback && !rollback.isUnderWay && !ran) return { ...words, state: 'not needed', because: 'Nothing was rolled back.' };
  if (suite === 'pre-restore' && !ran && release.rollback.plan === 'A' && environment.plan?.plan !== 'B')
    return { ...words, state: 'not needed', because: 'Rollback plan A needs no restore.' };
  const again = (what: string): Pick<ProgressStep, 'next'> => ({ next: { what, ...runCommand(environment.id, suite, release) } });
  if (!ran) {
    // What comes before is told first: a later environment waits for the earlier ones.
    const waiting = environments.slice(0, environments.indexOf(environment)).find((before) => !isProven(before, release));
    const because = `${suite} has not run on ${environment.id} as a whole.`;
    if (waiting) return { ...words, state: 'missing', because: `${because} It comes after ${waiting.id}.` };
    return {
      ...words,
      state: 'missing',
      because,
      ...again(suite === 'post-deploy' ? `Deploy it on ${environment.id} and run ${suite}` : `Run ${suite}`),
    };
  }
  const { summary, read, refused } = ran;
  const evidence = { evidence: { run: summary.run, at: summary.startedAt } };
  if (!read)
    return { ...words, state: 'failed', because: refused ?? 'The record was not read.', ...evidence, ...again(`Run ${suite} again`) };
  if (summary.release?.substance !== substanceHash(release))
    return {
      ...words,
      state: 'missing',
      because: `What is released was changed since (${summary.startedAt}).`,
      ...evidence,
      ...again(`Run ${suite} again`),
    };
  const results = resultsFor(ran, sentence, only);
  if (results.length === 0)
    return {
      ...words,
      state: 'missing',
      because: `The run had no check for it: the suite was changed since.`,
      ...evidence,
      ...again(`Run ${suite} again`),
    };
  const later = narrowedFailures(environment, suite, ran).find((each) => worstOf(resultsFor(each, sentence, only)).state === 'failed');
  const { state, because, remedy } = worstOf(later ? resultsFor(later, sentence, only) : results);
  const since =
    suite === 'post-deploy' && rollback.by ? `; rolled back since (${rollback.by.summary.suite}, ${rollback.by.summary.startedAt})` : '';
  if (since !== '' && state === 'done')
    return {
      ...words,
      state: 'missing',
      because: `It was good${since}.`,
      ...evidence,
      next: { what: 'Deploy it again, or close the release', ...runCommand(environment.id, suite, release) },
    };
  if (state === 'failed' || state === 'not told')
    return {
      ...words,
      state,
      because: `${because}${since}`,
      ...evidence,
      next: { what: remedy ?? `See the report of ${summary.run}`, ...runCommand(environment.id, suite, release) },
    };
  return { ...words, state, because, ...evidence };
}

const rollbackSuites: readonly string[] = ['pre-restore', 'post-rollback'];

/** The newest whole run of a suite: it counts, whatever an older one says. */
const newestOf = ({ runs }: ProgressEnvironment, suite: string): ProgressRun | undefined =>
  runs.find(({ summary }) => summary.suite === suite && whyNotWhole(summary) === undefined);

/** The runs of a suite that came after one, were narrowed or ended early, and yet saw a failure. */
const narrowedFailures = ({ runs }: ProgressEnvironment, suite: string, after: ProgressRun): readonly ProgressRun[] =>
  runs.filter(({ summary }) => summary.suite === suite && summary.exitCode === 1 && summary.run > after.summary.run);

/** The results of the checks that a run had for a sentence, or of these checks. */
function resultsFor({ read }: ProgressRun, sentence: PolicySentence, only: readonly string[] | undefined): readonly Result[] {
  const keys = new Set((read?.steps ?? []).filter(({ policy }) => policy === sentence.id).flatMap(({ checks }) => checks));
  return (read?.results ?? []).filter(({ check, id }) => (only ? only.includes(id) : keys.has(check)));
}

/** Whether the release is being taken back in an environment, and by which run that is told. */
function rollbackIn(environment: ProgressEnvironment): { readonly isUnderWay: boolean; readonly by?: ProgressRun } {
  const deployed = newestOf(environment, 'post-deploy');
  const by = environment.runs.find(({ summary }) => rollbackSuites.includes(summary.suite));
  if (by && (!deployed || by.summary.run > deployed.summary.run)) return { isUnderWay: true, by };
  return { isUnderWay: deployed?.summary.exitCode === 1 };
}

const isProven = ({ proven: { newest, failedSince, rolledBack, perhapsRolledBack } }: ProgressEnvironment, release: Release): boolean =>
  newest?.exitCode === 0 &&
  !failedSince &&
  !rolledBack &&
  !perhapsRolledBack &&
  substanceHash({ ...release, ...newest.substance }) === substanceHash(release);

/** What only people can say, as it holds now. It is asked before production, and the call once a restore is under way. */
function confirmationStep(
  sentence: PolicySentence,
  environment: ProgressEnvironment,
  type: Confirmation['type'],
  { release, now, environments }: ProgressInput,
): ProgressStep[] {
  const words = { ...wordsOf(sentence), environment: environment.id, part: type };
  // These two are said where there is something to say, and checked where they count.
  if (type === 'application login' || type === 'tested inverse') return [];
  if (!environment.production && environment !== environments.at(-1)) return [];
  // As the checks ask it: of production alone, but for what a restore needs.
  if (!environment.production && type !== 'stand-by engineer' && type !== 'on the call')
    return [
      { ...words, state: 'not needed', because: `It is asked before a release to production, and ${environment.id} is not production.` },
    ];
  const needsRestore = release.rollback.plan === 'B' || environment.plan?.plan === 'B';
  if (type === 'on the call' && (!rollbackIn(environment).isUnderWay || !needsRestore))
    return [{ ...words, state: 'not needed', because: 'No restore is under way.' }];
  if (type === 'stand-by engineer' && !needsRestore)
    return [{ ...words, state: 'not needed', because: 'Rollback plan A needs no restore, and so nobody on stand-by for one.' }];
  const said =
    type === 'stand-by engineer'
      ? standBySaid(environment, release, now)
      : confirmedWherever(release.confirmations, {
          type,
          environments: release.environments,
          release: release.id,
          environment: environment.id,
          author: release.author,
          substance: substanceHash(release),
          deployedAt: Object.fromEntries(environments.map(({ id, proven }) => [id, proven.newest?.deployedAt])),
          now,
          pin: environment.pin,
        });
  const [problem] = [...said.findings.map(({ message }) => message), ...(said.gaps ?? []).map(({ reason }) => reason)];
  if (problem === undefined) {
    const newest = release.confirmations.findLast((each) => each.type === type && each.release === release.id);
    return [
      {
        ...words,
        state: 'done',
        because: (said.facts ?? []).map(({ value }) => String(value)).join('; ') || 'confirmed',
        ...(newest ? { evidence: { confirmation: newest.person, at: newest.confirmedAt } } : {}),
      },
    ];
  }
  return [
    {
      ...words,
      state: 'missing',
      because: problem,
      next: {
        what: `Have it confirmed: ${type}`,
        command: `verify confirm ${release.id} --type '${type}' --environment ${environment.id}`,
        who: saidByWhom[type],
      },
    },
  ];
}

const saidByWhom: Readonly<Record<Exclude<Confirmation['type'], 'application login' | 'tested inverse'>, string>> = {
  'stand-by engineer': 'the engineer who can restore the database',
  'parties contacted': 'who contacted them, and is not the author',
  'logs reviewed': 'who reviewed them, and is not the author',
  'board approval': 'the release board',
  'on the call': 'the engineer who restores the database',
};

/** The stand-by must cover the whole window and the time for which the release is watched. */
function standBySaid(environment: ProgressEnvironment, release: Release, now: string) {
  const { window } = release;
  const until = window && new Date(Date.parse(window.to) + release.soakHours * 3_600_000).toISOString();
  const expected = StandBy.parse({
    release: release.id,
    environment: environment.id,
    confirmations: release.confirmations,
    during: 'window',
    ...(release.author === undefined ? {} : { author: release.author }),
    ...(window && until !== undefined ? { window: { from: window.from, to: until } } : {}),
  });
  return judgeStandBy({ pin: environment.pin }, expected, now);
}

const planStep = (
  sentence: PolicySentence,
  environment: ProgressEnvironment,
  { plan, at, because }: NonNullable<ProgressEnvironment['plan']>,
): ProgressStep => ({
  ...wordsOf(sentence),
  environment: environment.id,
  part: 'computed plan',
  state: 'done',
  because: `plan ${plan}: ${because}`,
  evidence: { plan, at },
});

function fileStep(sentence: PolicySentence, { member }: Extract<Cover, { by: 'release file' }>, release: Release): ProgressStep {
  const value = Object.entries(release).find(([name]) => name === member)?.[1];
  const isThere = value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
  const words = { ...wordsOf(sentence), part: member };
  if (isThere) return { ...words, state: 'done', because: `The release file has \`${member}\`.` };
  if (member === 'commit' && !release.deploys)
    return { ...words, state: 'not needed', because: 'The release deploys nothing: no commit is deployed.' };
  const next = { what: `Write \`${member}\` into the release file`, who: release.author ?? 'who makes the change' };
  return { ...words, state: 'missing', because: `The release file has no \`${member}\`.`, next };
}

/** What happened, as the records, confirmations and plans tell it. */
function eventsOf({ environments, release }: ProgressInput): ProgressEvent[] {
  const runs = environments.flatMap((environment) =>
    environment.runs.flatMap(({ summary, read, refused }): ProgressEvent[] => {
      const narrowed = whyNotWhole(summary);
      const failed =
        read?.results.filter(({ outcome, severity }) => outcome.kind === 'fail' && severity === 'blocker').map(({ check }) => check) ?? [];
      const what = [
        `${summary.suite}: ${summary.verdict}`,
        ...(failed.length === 0 ? [] : [`(${failed.slice(0, 3).join(', ')}${failed.length > 3 ? ` and ${failed.length - 3} more` : ''})`]),
        ...(narrowed === undefined ? [] : [`; ${narrowed}`]),
        ...(refused === undefined ? [] : [`; not believed: ${refused}`]),
      ].join(' ');
      const of = { environment: environment.id, run: summary.run };
      return [
        ...(summary.suite === 'post-deploy' && read?.deployedAt !== undefined
          ? [{ ...of, at: read.deployedAt, what: 'the deploy began', tone: 'neutral' as const }]
          : []),
        { ...of, at: summary.startedAt, what, tone: summary.exitCode === 0 ? 'good' : summary.exitCode === 1 ? 'bad' : 'neutral' },
      ];
    }),
  );
  const plans = environments.flatMap(({ id, plan }): ProgressEvent[] =>
    plan ? [{ at: plan.at, what: `rollback plan ${plan.plan} was computed: ${plan.because}`, environment: id, tone: 'neutral' }] : [],
  );
  const confirmations = release.confirmations
    .filter((each) => each.release === release.id)
    .map(({ type, person, confirmedAt, environment }): ProgressEvent => ({
      at: confirmedAt,
      what: `${person}: ${type}`,
      tone: 'neutral',
      ...(environment === undefined ? {} : { environment }),
    }));
  const all = [...runs, ...plans, ...confirmations];
  // A deploy that several runs tell of is told once.
  const once = new Map(
    all.map((event) => [
      event.what === 'the deploy began' ? `${event.environment} ${event.at}` : `${event.at} ${event.what} ${event.run}`,
      event,
    ]),
  );
  return [...once.values()].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
