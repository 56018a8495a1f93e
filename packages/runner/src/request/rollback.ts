import type { RollbackPlanRecord } from '@keycloak-release-gate/checks';
import type { Release } from '@keycloak-release-gate/core';
import { isStrongEnough, verdictOf } from '../rollback-plan/words.ts';
import type { ComputedPlan, Missing, RequestInput, Rollback } from './model.ts';

/** The policy's question, "Is restoring a database backup needed for rolling back this change", with what was computed and declared. */
export function rollbackIn({ release, target, plans }: RequestInput): { readonly value: Rollback; readonly missing: readonly Missing[] } {
  const command = `verify plan-rollback --env ${target.id} --release ${release.id}`;
  const { rollback: declared } = release;
  const current = plans.find(({ record }) => whyOfAnother(record, release) === undefined);
  const missing = (what: string, saysNo: boolean, next: string): Missing[] => [{ saysNo, what, next, who: 'IS4U' }];
  if (!current) {
    const [outdated] = plans;
    const why = outdated ? whyOfAnother(outdated.record, release) : undefined;
    const what = why === undefined ? 'The rollback plan was not computed.' : `The computed rollback plan is of another release: ${why}`;
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
      verdict: verdictOf(held),
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
    missing: isStrongEnough(held)
      ? []
      : missing(verdictOf(held), true, 'Declare plan B in the release file, and tell DevOps; or find why it is needed in the rules below.'),
  };
}

function whyOfAnother(record: RollbackPlanRecord, { id, keycloak: { from, to }, image, deploys }: Release): string | undefined {
  if (record.release !== id) return `it is for ${record.release}`;
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
