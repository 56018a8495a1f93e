import { codes } from './codes.ts';
import { rollbackPlanDeclared } from './rollback-plan-declared.ts';
import { standByConfirmed } from './stand-by-confirmed.ts';

export { rollbackPlanDeclared } from './rollback-plan-declared.ts';
export { standByConfirmed } from './stand-by-confirmed.ts';

export const releaseChecks = [standByConfirmed, rollbackPlanDeclared] as const;

export const releaseCodes = codes;
