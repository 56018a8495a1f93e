import { confirmedWherever, judgeStandBy, placesOf, StandBy } from '@keycloak-release-gate/checks/release-records';
import { substanceHash } from '@keycloak-release-gate/core';
import type { Confirmation, PolicySentence, Release } from '@keycloak-release-gate/core';
import { needsRestore, wordsOf } from './model.ts';
import type { ProgressEnvironment, ProgressInput, ProgressStep } from './model.ts';
import type { Stage } from './next.ts';
import { rollbackIn } from './runs.ts';

/** What only people can say, as it holds now. It is asked before production, and the call once a restore is under way. */
export function confirmationStep(
  sentence: PolicySentence,
  environment: ProgressEnvironment,
  type: Confirmation['type'],
  input: ProgressInput,
): ProgressStep[] {
  const { release, now, environments } = input;
  const words = { ...wordsOf(sentence), environment: environment.id, part: type };
  // These two are said where there is something to say, and checked where they count.
  if (type === 'application login' || type === 'tested inverse') return [];
  const needless = whyNotNeeded(type, environment, release);
  if (needless !== undefined)
    // What is not needed is told once, where the release goes in the end.
    return environment.production || environment === environments.at(-1) ? [{ ...words, state: 'not needed', because: needless }] : [];
  const said =
    type === 'stand-by engineer'
      ? standBySaid(environment, release, now)
      : confirmedWherever(release.confirmations, {
          ...askedOf(type, environment, input),
          environments: release.environments,
          environment: environment.id,
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
  const stage = stageOfType[type];
  return [
    {
      ...words,
      state: 'missing',
      because: problem,
      next: {
        what: `Have it confirmed: ${type}`,
        command: `verify confirm ${release.id} --type '${type}' --environment ${firstMissing(type, environment, input)}`,
        who: saidByWhom[type],
      },
      ...(stage === undefined ? {} : { stage }),
    },
  ];
}

/** As the checks ask it: of production alone, but for what a restore needs, which is asked wherever one may be. */
function whyNotNeeded(type: Confirmation['type'], environment: ProgressEnvironment, release: Release): string | undefined {
  const restores = needsRestore(environment, release);
  const { newest, failedSince, rolledBack, perhapsRolledBack } = environment.proven;
  if (type === 'on the call') return rollbackIn(environment).isUnderWay && restores ? undefined : 'No restore is under way.';
  if (type !== 'stand-by engineer')
    return environment.production ? undefined : `It is asked before a release to production, and ${environment.id} is not production.`;
  if (!restores) return 'Rollback plan A needs no restore, and so nobody on stand-by for one.';
  return !environment.production && newest?.exitCode === 0 && !failedSince && !rolledBack && !perhapsRolledBack
    ? `It was found good on ${environment.id}: no restore is waited for.`
    : undefined;
}

/** What a confirmation is held against. */
const askedOf = (
  type: Confirmation['type'],
  { pin }: ProgressEnvironment,
  { release, environments, now }: ProgressInput,
): Omit<Parameters<typeof confirmedWherever>[1], 'environment' | 'environments'> => ({
  type,
  release: release.id,
  author: release.author,
  substance: substanceHash(release),
  deployedAt: Object.fromEntries(environments.map(({ id, proven }) => [id, proven.newest?.deployedAt])),
  proven: environments.map(({ proven }) => proven),
  now,
  pin,
});

/** The first of the places where it must be said and was not. */
function firstMissing(type: Confirmation['type'], environment: ProgressEnvironment, input: ProgressInput): string {
  const { release } = input;
  const { id } = environment;
  const places = placesOf(type, release.environments, id);
  const isSaid = (place: string): boolean =>
    confirmedWherever(
      release.confirmations.filter(({ environment: of }) => of === undefined || of === place || !places.includes(of)),
      { ...askedOf(type, environment, input), environments: [place], environment: place },
    ).holding.length > 0;
  return places.find((place) => !isSaid(place)) ?? places[0] ?? id;
}

/** What is said once the board was asked, or on the day itself. */
const stageOfType: Readonly<Partial<Record<Confirmation['type'], Stage>>> = {
  'board approval': 'approved',
  'stand-by engineer': 'on the day',
  'on the call': 'pre-restore',
};

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
    substance: substanceHash(release),
    // Once the window is over, it is asked of now.
    during: until === undefined || Date.parse(now) < Date.parse(until) ? 'window' : 'now',
    ...(release.author === undefined ? {} : { author: release.author }),
    ...(window && until !== undefined ? { window: { from: window.from, to: until } } : {}),
  });
  return judgeStandBy({ pin: environment.pin }, expected, now);
}
