import { substanceHash } from '@keycloak-release-gate/core';
import type { PolicySentence, Result } from '@keycloak-release-gate/core';
import { sawFailure, whyNotWhole } from '../what-runs-tell.ts';
import { runCommand, wordsOf } from './model.ts';
import type { ProgressEnvironment, ProgressInput, ProgressRun, ProgressStep } from './model.ts';
import { stageOf } from './next.ts';
import { isWaitedFor } from './promotion.ts';
import { worstOf } from './worst.ts';

/** How the step of a sentence came out in the newest run of its suite. */
export function runStep(
  sentence: PolicySentence,
  environment: ProgressEnvironment,
  suite: string,
  input: ProgressInput,
  only?: readonly string[],
): ProgressStep {
  const { release, environments } = input;
  const words = { ...wordsOf(sentence), environment: environment.id, ...(only ? { part: only.join(', ') } : {}) };
  const rollback = rollbackIn(environment);
  const isOfRollback = rollbackSuites.includes(suite);
  const ran = newestOf(environment, suite);
  if (isOfRollback && !rollback.isUnderWay && !ran) return { ...words, state: 'not needed', because: 'Nothing was rolled back.' };
  if (suite === 'pre-restore' && !ran && release.rollback.plan === 'A' && environment.plan?.plan !== 'B')
    return { ...words, state: 'not needed', because: 'Rollback plan A needs no restore.' };
  const again = (what: string, stage = stageOf(suite)): Pick<ProgressStep, 'next' | 'stage'> => ({
    next: { what, ...runCommand(environment.id, suite, release) },
    stage,
  });
  if (!ran) {
    // What comes before is told first: a later environment waits for the earlier ones.
    const waiting = environments.slice(0, environments.indexOf(environment)).find((before) => isWaitedFor(before, environment, input));
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
  // Neither what was deployed nor what was seen before it holds once it was taken back.
  const back = isOfRollback
    ? undefined
    : environment.runs.find(({ summary: each }) => rollbackSuites.includes(each.suite) && each.run > summary.run);
  const since = back ? `; rolled back since (${back.summary.suite}, ${back.summary.startedAt})` : '';
  if (since !== '' && state === 'done')
    return {
      ...words,
      state: 'missing',
      because: `It was good${since}.`,
      ...evidence,
      ...again(
        suite === 'post-deploy' ? 'Deploy it again, or close the release' : `Run ${suite} again before it is deployed again`,
        'again',
      ),
    };
  if (state === 'failed' || state === 'not told')
    return {
      ...words,
      state,
      because: `${because}${since}`,
      ...evidence,
      ...again(remedy ?? `See the report of ${summary.run}`),
    };
  return { ...words, state, because, ...evidence };
}

const rollbackSuites: readonly string[] = ['pre-restore', 'post-rollback'];

/** The newest whole run of a suite: it counts, whatever an older one says. */
const newestOf = ({ runs }: ProgressEnvironment, suite: string): ProgressRun | undefined =>
  runs.find(({ summary }) => summary.suite === suite && whyNotWhole(summary) === undefined);

/** The runs of a suite that came after one, were narrowed or ended early, and yet saw a failure. */
const narrowedFailures = ({ runs }: ProgressEnvironment, suite: string, after: ProgressRun): readonly ProgressRun[] =>
  runs.filter(
    ({ summary, read }) =>
      summary.suite === suite && summary.run > after.summary.run && (summary.exitCode === 1 || (read !== undefined && sawFailure(read))),
  );

/** The results of the checks that a run had for a sentence, or of these checks. */
function resultsFor({ read }: ProgressRun, sentence: PolicySentence, only: readonly string[] | undefined): readonly Result[] {
  const keys = new Set((read?.steps ?? []).filter(({ policy }) => policy === sentence.id).flatMap(({ checks }) => checks));
  return (read?.results ?? []).filter(({ check, id }) => (only ? only.includes(id) : keys.has(check)));
}

/** Whether the release is being taken back in an environment, by its newest runs. */
export function rollbackIn(environment: ProgressEnvironment): { readonly isUnderWay: boolean } {
  const deployed = newestOf(environment, 'post-deploy');
  const by = environment.runs.find(({ summary }) => rollbackSuites.includes(summary.suite));
  if (by && (!deployed || by.summary.run > deployed.summary.run)) return { isUnderWay: true };
  return { isUnderWay: deployed?.summary.exitCode === 1 };
}
