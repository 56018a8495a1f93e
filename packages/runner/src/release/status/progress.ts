import { provenBefore } from '@keycloak-release-gate/checks/release-records';
import type { PolicySentence } from '@keycloak-release-gate/core';
import type { SuiteSteps } from '../../policy/matrix.ts';
import { confirmationStep } from './confirmations.ts';
import { eventsOf } from './events.ts';
import { commandStep, fileStep } from './file-and-commands.ts';
import { wordsOf } from './model.ts';
import type { PolicyProgress, ProgressInput, ProgressStep } from './model.ts';
import { firstToDo } from './next.ts';
import { promotionStep, provenStep } from './promotion.ts';
import { runStep } from './runs.ts';
import { aboutSteps } from './worst.ts';

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
  const next = firstToDo(
    steps,
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
    ...(proofs.some(({ checks }) => checks.includes(provenBefore.check.id))
      ? [
          ...(index < environments.length - 1 ? [provenStep(sentence, environment, input)] : []),
          ...promotionStep(sentence, environment, input),
        ]
      : []),
    ...proofs
      .filter(({ isOwn, checks }) => isOwn && checks.some((id) => id !== provenBefore.check.id))
      .map(({ suite }) => runStep(sentence, environment, suite, input)),
    ...proofs.filter(({ isOwn }) => !isOwn).map(({ suite, checks }) => runStep(sentence, environment, suite, input, checks)),
    ...covers.flatMap((cover) => (cover.by === 'confirmation' ? confirmationStep(sentence, environment, cover.type, input) : [])),
    ...covers.flatMap((cover) => (cover.by === 'command' ? commandStep(sentence, environment, cover, input) : [])),
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
