// What tells how far a release is from what was recorded, without the checks and looks that recorded it: they take most of a second to load.
export { PINNED_BACKUP_LOOK } from '../backup/pin.ts';
export { EXECUTED_PLAN_CHECK, executedPlanFactName, restoredBackupFactName } from '../database/executed-facts.ts';
export { runningDigests } from '../kubernetes/running-digests.ts';
export { WORKLOAD_LOOK } from '../kubernetes/workload-evidence.ts';
export { confirmedWherever, placesOf } from './confirmed-where.ts';
export { environmentsBefore, provenBefore } from './proven-before.ts';
export { address } from './same-system.ts';
export { recordNow } from './plan-of-record.ts';
export { RollbackPlanRecord } from './rollback-plan-record.ts';
export { judgeStandBy, StandBy } from './stand-by.ts';
