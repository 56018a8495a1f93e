import { z } from 'zod';

/** The rules in their order: the first that holds decides (spec of rollback and backup, "Which rollback plan does this change need?"). */
export const ruleIds = [
  'source-unreadable',
  'change-sets-differ',
  'version-rises',
  'custom-change-log-moves',
  'destructive-configuration',
  'nothing-left-behind',
] as const;

/** One rule, as it came out for a release. */
export const RollbackRule = z.object({
  rule: z.enum(ruleIds),
  /** Null where nobody could see whether it holds. */
  holds: z.boolean().nullable(),
  because: z.string(),
  /** What was seen, each in a line of its own. */
  evidence: z.array(z.string()),
});
export type RollbackRule = z.infer<typeof RollbackRule>;

/** A: the old version is redeployed. B: the database is restored. Indeterminate: nobody could tell, which counts as B. */
export const Plan = z.enum(['A', 'B', 'indeterminate']);
export type Plan = z.infer<typeof Plan>;
