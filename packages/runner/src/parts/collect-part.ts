import { join } from 'node:path';
import { canonicalJson } from '@keycloak-release-gate/core';
import { ulid } from 'ulid';
import type { Emit } from '../collect/events.ts';
import { createLedger } from '../collect/ledger.ts';
import { isOfAnotherRun } from '../plan/plan.ts';
import { ownChecks } from '../plan/plan-identity.ts';
import type { PlanIdentity } from '../plan/plan-identity.ts';
import { createFolder } from '../record/folder.ts';
import { copyBaseline, findBaseline } from '../verify/baseline.ts';
import { collectedRecord } from '../verify/collected-record.ts';
import type { Prepared, VerifyOptions } from '../verify/prepare.ts';
import { redactorFor } from '../verify/redactor.ts';
import { refuseSecretsThatAreWords } from '../verify/run.ts';
import { recording, takeLooks } from '../verify/take-looks.ts';
import { divide, placeLooks } from './divide.ts';
import { looksOfPart, planOfPart } from './part-plan.ts';
import { PART_SCHEMA, partFolder, partInWords } from './part.ts';
import type { Part, PartName } from './part.ts';
import { pseudonymsOf } from './pseudonym-key.ts';
import { targetOf } from './target.ts';

export interface PartInput {
  readonly prepared: Prepared & { readonly identity: PlanIdentity };
  readonly options: VerifyOptions;
  readonly part: PartName;
  /** The folder that the part's own folder is made in. */
  readonly output: string;
  /** The secret that all parts of the plan share. */
  readonly key: string;
  readonly interrupt: AbortSignal;
  readonly emit: Emit;
  readonly command: string;
}

export interface CollectedPart {
  readonly part: Part;
  readonly folder: string;
  /** How many looks it took. */
  readonly looks: number;
}

/** Takes the looks of one part of a plan, and leaves a folder that is sealed like a run's. */
export async function collectPart({
  prepared,
  options,
  part,
  output,
  key,
  interrupt,
  emit: tell,
  command,
}: PartInput): Promise<CollectedPart> {
  const { plan, identity } = prepared;
  const startedAt = new Date().toISOString();
  const id = ulid();
  refuseSecretsThatAreWords(prepared);
  const places = placeLooks(divide(plan), part);
  const keys = looksOfPart(places, part);
  const mine = planOfPart(plan, keys);
  const { salt, mark } = pseudonymsOf(key, identity.hash);
  const redactor = redactorFor(prepared.secrets, plan.run.environment, salt);
  redactor.conceal('of the parts', key);
  const baseline = findBaseline(plan, options.reports, options.baseline);
  const folder = createFolder(join(output, partFolder(part)));
  try {
    const emit = recording(tell, folder, redactor);
    emit({
      type: 'run-started',
      run: id,
      suite: plan.suite.id,
      environment: plan.run.environment.id,
      ...(plan.run.release ? { release: plan.run.release.id } : {}),
      chosen: `${partInWords(part)}; ${prepared.choice.why}`,
      looks: mine.looks.size,
      checks: plan.checks.length,
      deadline: new Date(Date.now() + prepared.deadlineSeconds * 1000).toISOString(),
    });
    const ledger = createLedger(plan);
    if (baseline) copyBaseline(withReadBaselines(plan, keys), baseline, ledger, folder);
    const taken = await takeLooks({ prepared, plan: mine, ledger, folder, redactor, emit, interrupt, startedAt });
    const record = collectedRecord(prepared, { id, startedAt, command, looks: ledger.looks, remarks: [], ...taken });
    const readers = [...mine.looks.values()].filter(({ reads }) => Object.values(reads).some(({ revision }) => isOfAnotherRun(revision)));
    const document: Part = {
      schema: PART_SCHEMA,
      part,
      plan: { hash: identity.hash, of: { ...identity.of } },
      pseudonyms: mark,
      looks: places,
      target: targetOf(ledger.looks, ledger.read),
      ownChecks: ownChecks(plan),
      ...(baseline ? { baseline: baseline.record.run.id } : {}),
      readsBaseline: readers.map((look) => look.key),
      record: redactor.json(record),
    };
    folder.write('part.json', canonicalJson(document));
    folder.finish();
    return { part: document, folder: folder.path, looks: mine.looks.size };
  } catch (error) {
    folder.discard();
    throw error;
  }
}

/** The plan of which the baselines are taken over that this part's looks have or read: it is judged where the records are. */
function withReadBaselines(plan: Prepared['plan'], keys: ReadonlySet<string>): Prepared['plan'] {
  const read = [...keys].flatMap((key) => Object.values(plan.looks.get(key)?.reads ?? {}).map(({ look }) => look));
  const wanted = new Set([...keys, ...read]);
  return { ...plan, looks: new Map([...plan.looks].filter(([key]) => wanted.has(key))) };
}
