import { judgeDrill } from '@keycloak-release-gate/checks/backup';
import { substanceHash } from '@keycloak-release-gate/core';
import type { Cover, PolicySentence, Release } from '@keycloak-release-gate/core';
import { authorOf, needsRestore, targetOf, wordsOf } from './model.ts';
import type { ProgressEnvironment, ProgressInput, ProgressStep } from './model.ts';

/** What the release file says of a sentence. */
export function fileStep(sentence: PolicySentence, { member }: Extract<Cover, { by: 'release file' }>, release: Release): ProgressStep {
  const value = Object.entries(release).find(([name]) => name === member)?.[1];
  const isThere = value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
  const words = { ...wordsOf(sentence), part: member };
  if (isThere) return { ...words, state: 'done', because: `The release file has \`${member}\`.` };
  if (member === 'commit' && !release.deploys)
    return { ...words, state: 'not needed', because: 'The release deploys nothing: no commit is deployed.' };
  const next = { what: `Write \`${member}\` into the release file`, who: authorOf(release) };
  return { ...words, state: 'missing', because: `The release file has no \`${member}\`.`, next };
}

/** What the commands that a sentence is covered by wrote down in an environment: each is asked for where the release is to go in the end. */
export function commandStep(
  sentence: PolicySentence,
  environment: ProgressEnvironment,
  { command }: Extract<Cover, { by: 'command' }>,
  { release, environments }: ProgressInput,
): ProgressStep[] {
  const words = { ...wordsOf(sentence), environment: environment.id };
  const isTarget = environment === targetOf(environments);
  if (command.includes('plan-rollback')) return planStep(words, environment, release, isTarget);
  if (!isTarget) return [];
  if (command.includes('backup drill')) return [drillStep(words, environment, release)];
  return /\brequest\b/.test(command) ? [requestStep(words, environment, release)] : [];
}

type Words = Pick<ProgressStep, 'id' | 'sentence' | 'environment'>;

function planStep(words: Words, { id, plan }: ProgressEnvironment, release: Release, isTarget: boolean): ProgressStep[] {
  const of = { ...words, part: 'computed plan' };
  if (plan && plan.outdated === undefined)
    return [{ ...of, state: 'done', because: `plan ${plan.plan}: ${plan.because}`, evidence: { plan: plan.plan, at: plan.at } }];
  if (!isTarget) return [];
  const next = {
    what: 'Compute the rollback plan',
    command: `verify plan-rollback --env ${id} --release ${release.id}`,
    who: authorOf(release),
  };
  const because = plan?.outdated === undefined ? `No rollback plan was computed for ${id}.` : plan.outdated;
  return [{ ...of, state: 'missing', because, ...(plan ? { evidence: { plan: plan.plan, at: plan.at } } : {}), next }];
}

/** Whether the backup that a rollback would restore was restored on trial; the check of pre-release judges what came of it. */
function drillStep(words: Words, environment: ProgressEnvironment, release: Release): ProgressStep {
  const of = { ...words, part: 'backup drill' };
  if (!needsRestore(environment, release)) return { ...of, state: 'not needed', because: 'Rollback plan A restores no backup.' };
  const { id, pin, drills = [] } = environment;
  const [newest] = drills.filter(({ backup }) => pin === null || backup.sha256 === pin.sha256);
  const judged = newest && judgeDrill(newest, { version: release.keycloak.from });
  const found = judged?.findings.find(({ severity }) => severity === 'fail')?.message;
  const unseen = judged?.gaps[0]?.reason ?? (newest?.level === null || newest?.level === 'L3' ? 'Nobody looked into it.' : undefined);
  if (newest && found === undefined && unseen === undefined)
    return {
      ...of,
      state: 'done',
      because: `${newest.backup.name} was restored on trial.${pin === null ? ' Whether it is the one to restore, pre-release tells.' : ''}`,
      evidence: { at: newest.finishedAt },
    };
  const what = pin === null ? 'No backup' : pin.name;
  const because = newest
    ? (found ?? `The newest trial of ${newest.backup.name} did not come to its end: ${unseen ?? ''}`)
    : `${what} was restored on trial${pin === null ? '' : ' by nobody'}.`;
  return {
    ...of,
    state: found === undefined ? 'missing' : 'failed',
    because,
    ...(newest ? { evidence: { at: newest.finishedAt } } : {}),
    next: {
      what: 'Restore the newest backup on trial',
      command: `verify backup drill --env ${id}`,
      who: 'the engineer who can restore the database',
    },
    stage: 'on the day',
  };
}

function requestStep(words: Words, { production, request }: ProgressEnvironment, release: Release): ProgressStep {
  const of = { ...words, part: 'request' };
  if (!production)
    return {
      ...of,
      state: 'not needed',
      because: `The board is asked before a release to production, and ${words.environment} is not production.`,
    };
  const isOfNow = request?.substance === substanceHash(release);
  if (request && isOfNow && request.verdict === 'ready')
    return { ...of, state: 'done', because: 'The request was ready for the board.', evidence: { at: request.at } };
  const because = !request
    ? `No request was made (none was recorded for ${words.environment}).`
    : isOfNow
      ? `The newest request was ${request.verdict}.`
      : 'What is released was changed since the newest request.';
  return {
    ...of,
    state: 'missing',
    because,
    ...(request ? { evidence: { at: request.at } } : {}),
    next: { what: 'Make the request for the board', command: `verify request ${release.id}`, who: authorOf(release) },
    stage: 'asked',
  };
}
