import { planToDeclare } from '@keycloak-release-gate/checks';
import type { RollbackPlanRecord } from '@keycloak-release-gate/checks';
import type { Release } from '@keycloak-release-gate/core';

/** The computed plan beside the declared one. */
export interface HeldPlan {
  readonly record: RollbackPlanRecord;
  readonly declared: Release['rollback'];
}

/** What is said first. */
export const answerOf = ({ plan }: RollbackPlanRecord): string => {
  switch (plan) {
    case 'A':
      return 'Plan A: redeploy the old version';
    case 'B':
      return 'Plan B: restore the database';
    case 'indeterminate':
      return 'Nobody could tell, so plan B: restore the database';
  }
};

/** True where the declared plan is the one that is needed, or stronger. */
export const isStrongEnough = ({ record, declared }: HeldPlan): boolean => declared.plan === 'B' || planToDeclare(record.plan) === 'A';

/** How the declared plan stands to the computed one. */
export function verdictOf(held: HeldPlan): string {
  const { declared, record } = held;
  if (!isStrongEnough(held)) return `The release declares plan ${declared.plan}, which is too weak: declare plan B, with its reason.`;
  if (declared.plan === 'B' && record.plan === 'A') return 'The release declares plan B, which is more than it needs.';
  if (record.plan === 'indeterminate') return 'The release declares plan B, which is what a plan that nobody could tell counts as.';
  return `The release declares plan ${declared.plan}, as it needs.`;
}

/** 0 where the declared plan is strong enough, 1 where it is too weak. */
export const exitCodeOf = (held: HeldPlan): 0 | 1 => (isStrongEnough(held) ? 0 : 1);
