import { readFile } from 'node:fs/promises';
import { defineCollector } from '@keycloak-release-gate/core';
import type { Collected } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { databaseState } from '../database/state.ts';
import { RollbackPlanRecord, SchemaMark } from './rollback-plan-record.ts';
import { schemaMark } from './schema-mark.ts';

/** The record of the computed rollback plan, as it lies with the environment's reports, and the database that it must still fit. */
export const RecordedPlan = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('unreadable'), file: z.string(), why: z.string() }),
  z.object({
    kind: z.literal('read'),
    file: z.string(),
    record: RollbackPlanRecord,
    /** The schema now; null where it could not be read, with the reasons. */
    schema: SchemaMark.nullable(),
    unread: z.array(z.string()),
  }),
]);
export type RecordedPlan = z.infer<typeof RecordedPlan>;

/** Reads the record of `verify plan-rollback`, where there is one. The database is looked at only for a record to be held against. */
export const rollbackPlan = defineCollector({
  id: 'release/rollback-plan',
  version: 1,
  title: 'The computed rollback plan',
  vantage: 'anywhere',
  evidence: RecordedPlan,
  timeout: 20_000,
  params: () => ({}),
  collect: async (_params, context): Promise<Collected<RecordedPlan>> => {
    const file = context.run.records?.rollbackPlan;
    if (file === undefined) return { value: { kind: 'none' } };
    const read = await readRecord(file, context.signal);
    if (read.kind !== 'read') return { value: read };
    const { value: state, gaps = [] } = await databaseState.collect({}, context);
    const schema = state ? schemaMark(state) : null;
    const unread = schema ? [] : gaps.map(({ reason }) => reason);
    return { value: { ...read, schema, unread } };
  },
});

type Read = Exclude<RecordedPlan, { kind: 'read' }> | Pick<Extract<RecordedPlan, { kind: 'read' }>, 'kind' | 'file' | 'record'>;

async function readRecord(file: string, signal: AbortSignal): Promise<Read> {
  let text: string;
  try {
    text = await readFile(file, { encoding: 'utf8', signal });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'none' };
    return { kind: 'unreadable', file, why: error instanceof Error ? error.message : String(error) };
  }
  try {
    const parsed = RollbackPlanRecord.safeParse(JSON.parse(text));
    if (parsed.success) return { kind: 'read', file, record: parsed.data };
    const [issue] = parsed.error.issues;
    return { kind: 'unreadable', file, why: `${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'it is no rollback plan'}` };
  } catch (error) {
    return { kind: 'unreadable', file, why: error instanceof Error ? error.message : String(error) };
  }
}
