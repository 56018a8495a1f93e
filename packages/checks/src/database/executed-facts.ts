/** The check that tells which plan was executed. */
export const EXECUTED_PLAN_CHECK = 'database/executed-plan';

/** The name of the fact that tells which plan was executed; its value begins with `A: ` or `B: `, where that is known. */
export const executedPlanFactName = 'executed plan';

/** The name of the fact that tells from what the database was restored, where it was. */
export const restoredBackupFactName = 'restored backup, by its contents';
