import { codes } from './codes.ts';
import { rollbackPlanDeclared } from './rollback-plan-declared.ts';
import { standByConfirmed } from './stand-by-confirmed.ts';

export { forecastChangeSets } from './forecast-change-sets.ts';
export { neededLogins } from './rollback-facts.ts';
export type { Forecast, Rehearsal, RehearsedLogin, RollbackFacts } from './rollback-facts.ts';
export { RollbackPlanRecord } from './rollback-plan-record.ts';
export { computePlan, planToDeclare } from './rollback-rules.ts';
export type { ComputedPlan } from './rollback-rules.ts';
export { schemaMark } from './schema-mark.ts';
export { testedInverse } from './tested-inverse.ts';
export { rollbackPlanDeclared } from './rollback-plan-declared.ts';
export { standByConfirmed } from './stand-by-confirmed.ts';

export const releaseChecks = [standByConfirmed, rollbackPlanDeclared] as const;

export const releaseCodes = codes;
