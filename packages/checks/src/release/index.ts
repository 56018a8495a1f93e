import { boardApproval } from './board-approval.ts';
import { codes } from './codes.ts';
import { logsReviewed } from './logs-reviewed.ts';
import { onTheCall } from './on-the-call.ts';
import { partiesContacted } from './parties-contacted.ts';
import { releasePlanned } from './planned.ts';
import { provenBefore } from './proven-before.ts';
import { rollbackPlanDeclared } from './rollback-plan-declared.ts';
import { standByConfirmed } from './stand-by-confirmed.ts';

export { boardApproval } from './board-approval.ts';
export { whyNotConfirmed } from './confirmed.ts';
export { confirmedWherever } from './confirmed-where.ts';
export type { Asked, Confirmed, WhyNot } from './confirmed.ts';
export { logsReviewed } from './logs-reviewed.ts';
export { onTheCall } from './on-the-call.ts';
export { partiesContacted } from './parties-contacted.ts';
export { releasePlanned } from './planned.ts';
export { forecastChangeSets } from './forecast-change-sets.ts';
export { neededLogins } from './rollback-facts.ts';
export type { Forecast, Rehearsal, RehearsedLogin, RollbackFacts } from './rollback-facts.ts';
export { RollbackPlanRecord } from './rollback-plan-record.ts';
export { computePlan, planToDeclare } from './rollback-rules.ts';
export type { ComputedPlan } from './rollback-rules.ts';
export { schemaMark } from './schema-mark.ts';
export { environmentsBefore, provenBefore } from './proven-before.ts';
export { testedInverse } from './tested-inverse.ts';
export { rollbackPlanDeclared } from './rollback-plan-declared.ts';
export { standByConfirmed } from './stand-by-confirmed.ts';

export const releaseChecks = [
  provenBefore,
  partiesContacted,
  logsReviewed,
  boardApproval,
  releasePlanned,
  standByConfirmed,
  onTheCall,
  rollbackPlanDeclared,
] as const;

export const releaseCodes = codes;
