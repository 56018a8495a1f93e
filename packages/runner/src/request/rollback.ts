import { recordNow } from '@keycloak-release-gate/checks/release-records';
import type { RollbackPlanRecord } from '@keycloak-release-gate/checks/release-records';
import type { Release } from '@keycloak-release-gate/core';
import { isStrongEnough, verdictOf } from '../rollback-plan/words.ts';
import type { ComputedPlan, Missing, RequestInput, Rollback } from './model.ts';

/** The policy's question, "Is restoring a database backup needed for rolling back this change", with what was computed and declared. */
export function rollbackIn({ release, target, plans: recorded, now }: RequestInput): {
  readonly value: Rollback;
  readonly missing: readonly Missing[];
} {
  const command = `verify plan-rollback --env ${target.id} --release ${release.id}`;
  const { rollback: declared } = release;
  // As pre-release judges them: by what the release announces now.
  const plans = recorded.map(({ place, record }) => ({ place, record: recordNow(record, release, now) }));
  const why = (plan: ComputedPlan): string | undefined => whyOfAnother(plan.record, plan.place.id, release);
  const own = plans.find(({ place }) => place.id === target.id);
  // That of another environment tells what is to be expected, and no more: its database is another one.
  const current = [...(own ? [own] : []), ...plans].find((plan) => why(plan) === undefined);
  const whyNotOwn = own
    ? prefixed('The computed rollback plan is of another release: ', why(own))
    : `The rollback plan was not computed${current ? ` for ${target.title}: this one is of ${current.place.title}` : ''}.`;
  const missing = (what: string, saysNo: boolean, next: string): Missing[] => [{ saysNo, what, next, who: 'IS4U' }];
  if (!current) {
    const [outdated] = plans;
    const what =
      prefixed('The computed rollback plan is of another release: ', outdated && why(outdated)) ?? 'The rollback plan was not computed.';
    return {
      value: {
        restores: declared.plan === 'B',
        answer: declared.plan === 'B' ? 'Yes, says the author: plan B' : 'No, says the author: plan A',
        declared,
        verdict: what,
        lost: declared.plan === 'B' ? 'It loses all since the backup was taken; that was not counted.' : '',
      },
      missing: missing(what, false, command),
    };
  }
  const { record, place } = current;
  const held = { record, declared };
  const restores = declared.plan === 'B' || record.plan !== 'A';
  return {
    value: {
      restores,
      answer: restores ? 'Yes: plan B, restore the database' : 'No: plan A, redeploy the old version',
      declared,
      verdict: current === own ? verdictOf(held) : `${verdictOf(held)} ${whyNotOwn ?? ''}`.trim(),
      computed: {
        environment: place.title,
        at: record.at,
        because: record.rules.find(({ rule }) => rule === record.decidedBy)?.because ?? '',
        rules: record.rules.map(({ rule, holds, because }) => ({
          rule: rule.replaceAll('-', ' '),
          holds,
          because,
          decides: rule === record.decidedBy,
        })),
        tried: triedWords(current),
      },
      lost: restores ? lostWords(current, target.id) : '',
    },
    missing: [
      ...(isStrongEnough(held)
        ? []
        : missing(
            verdictOf(held),
            true,
            'Declare plan B in the release file, and tell DevOps; or find why it is needed in the rules below.',
          )),
      ...(whyNotOwn === undefined ? [] : missing(whyNotOwn, false, command)),
    ],
  };
}

const prefixed = (start: string, words: string | undefined): string | undefined => (words === undefined ? undefined : `${start}${words}`);

/** Why a computed plan is not of this environment, or not of the release as it is now; undefined where it is. */
export function whyOfAnother(
  record: RollbackPlanRecord,
  environment: string,
  { id, keycloak: { from, to }, image, deploys }: Release,
): string | undefined {
  if (record.release !== id) return `it is for ${record.release}`;
  if (record.environment !== environment) return `it is for the environment ${record.environment}`;
  if (record.from !== from || record.to !== to) return `it is for ${record.from} → ${record.to}, and the release says ${from} → ${to}`;
  if (record.image !== (image ?? null))
    return `it is for the image ${record.image ?? 'that nobody named'}, and the release names ${image ?? 'none'}`;
  return record.deploys === deploys ? undefined : `it is for a release that ${record.deploys ? 'deploys' : 'deploys nothing'}`;
}

function triedWords({ record: { backup, notTried, rehearsal, from, to } }: ComputedPlan): readonly string[] {
  return [
    ...(backup ? [`Tried on the restored backup ${backup.name}, taken ${minutesOf(backup.takenAt.earliest)}.`] : []),
    ...(notTried === null ? [] : [`Not tried: ${notTried}`]),
    ...(rehearsal ? [`${from} ${rehearsal.oldBooted ? 'started' : 'did not start'} on what ${to} had left.`] : []),
    ...(rehearsal?.logins ?? []).map(
      ({ who, ok, why }) =>
        `${who}: ${ok === true ? 'got in' : ok === false ? 'did not get in' : 'was not tried'}${why === null ? '' : ` (${why})`}.`,
    ),
  ];
}

function lostWords({ record: { lost }, place }: ComputedPlan, target: string): string {
  if (!lost) return 'It loses all since the backup was taken; that was not counted.';
  const counts = Object.entries(lost.counts).flatMap(([what, number]) => (number > 0 ? [`${number} ${what}`] : []));
  const elsewhere = place.id === target ? '' : `, counted on ${place.title}`;
  return `It loses all since the backup was taken (${minutesOf(lost.since)}): ${counts.join(', ') || 'nothing that has a date, so far'}${elsewhere}.`;
}

/** A time in UTC as a person reads it: `2026-11-26 02:00 UTC`. */
const minutesOf = (iso: string): string => `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
