import { z } from 'zod';
import { RehearsedLogin, TableChange } from './rollback-facts.ts';
import { Plan, RollbackRule, ruleIds } from './rollback-rule.ts';

const time = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().min(0);

/** What tells one state of the schema from another: the newest version, and the change logs' hashes. */
export const SchemaMark = z.object({
  database: z.string(),
  /** PostgreSQL's identifier of the cluster of databases; null where it may not be read. */
  systemIdentifier: z.string().nullable(),
  migration: z.object({ version: z.string(), updatedAt: time }),
  changeLogs: z.array(z.object({ table: z.string(), count, hash: z.string() })),
});
export type SchemaMark = z.infer<typeof SchemaMark>;

/**
 * The rollback plan as it was computed for a release in an environment: what it was computed from, each rule, and what was tried on a
 * restored copy. `verify plan-rollback` writes it; it holds counts, hashes and durations, and nothing of a person.
 */
export const RollbackPlanRecord = z.object({
  format: z.literal('keycloak-release-gate/rollback-plan'),
  version: z.literal(1),
  release: z.string(),
  environment: z.string(),
  from: z.string(),
  to: z.string(),
  deploys: z.boolean(),
  /** The image that the release names, where it does. */
  image: z.string().nullable(),
  at: time,
  host: z.string(),
  /** The version of the gate. */
  tool: z.string(),
  /** The live database; null where it could not be read. */
  schema: SchemaMark.nullable(),
  /** The backup that the copy was restored from. */
  backup: z.object({ name: z.string(), sha256: sha256.nullable(), takenAt: z.object({ earliest: time, latest: time }) }).nullable(),
  plan: Plan,
  decidedBy: RollbackRule.shape.rule,
  /** Every rule, in its order: where one is missing, nobody knows whether it holds. */
  rules: z
    .array(RollbackRule)
    .refine((rules) => rules.map(({ rule }) => rule).join() === ruleIds.join(), 'not every rule is there, in its order'),
  /** Why nothing was tried on a copy, or not all. */
  notTried: z.string().nullable(),
  /** The SQL that the new version says it would run. */
  forecast: z
    .object({
      seconds: z.number().min(0),
      /** A file beside this one, without values of rows; null where there is nothing to migrate. */
      sql: z.object({ file: z.string(), sha256, bytes: count }).nullable(),
      statements: z.record(z.string(), count),
      tables: z.array(z.string()),
      changeSets: z.array(z.object({ table: z.string(), count })),
      /** Rows are those of the restored copy; null where the table is new. */
      indexBuilds: z.array(z.object({ index: z.string(), table: z.string(), rows: count.nullable() })),
    })
    .nullable(),
  /** Plan A, tried on the copy. */
  rehearsal: z
    .object({
      /** Until the new version was ready on the copy; null where it never was. */
      seconds: z.number().min(0).nullable(),
      /** The tables that are not as they were after the migration. */
      tables: z.array(TableChange),
      oldBooted: z.boolean(),
      logins: z.array(RehearsedLogin),
    })
    .nullable(),
  /** For how long the probes let a pod start (seconds; null where none ends it); null where they were not seen. */
  probeBudget: z.object({ seconds: z.number().min(0).nullable(), from: z.string() }).nullable(),
  /** What restoring the backup loses: rows since it was taken; null where it was not counted. */
  lost: z.object({ since: time, counts: z.record(z.string(), count) }).nullable(),
});
export type RollbackPlanRecord = z.infer<typeof RollbackPlanRecord>;
