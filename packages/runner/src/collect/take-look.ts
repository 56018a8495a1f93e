import { canonicalJson, contentHash, gap, gapCodes } from '@keycloak-release-gate/core';
import type {
  CollectContext,
  Collected,
  Gap,
  LookRevision,
  Redactor,
  RunContext,
  RunRecord,
  SecretReference,
} from '@keycloak-release-gate/core';
import type { PlannedLook } from '../plan/plan.ts';
import { SecretMissing } from '../secrets/resolve.ts';
import type { Emit } from './events.ts';
import type { Resources } from './resources.ts';
import type { Shared } from './shared.ts';

export type Attachment = RunRecord['attachments'][number];

/** Why a run was cut off. */
export type CutOff = 'deadline' | 'SIGINT' | 'SIGTERM';

/** What taking looks needs of the run. */
export interface Collecting {
  readonly run: RunContext;
  /** Aborted with a CutOff as its reason. */
  readonly signal: AbortSignal;
  readonly redactor: Redactor;
  readonly secret: (reference: SecretReference) => string;
  readonly stateFolder: string;
  readonly shared: Shared;
  readonly resources: Resources;
  readonly emit: Emit;
  /** Stores redacted bytes under their SHA-256. */
  readonly store: (sha256: string, content: string | Uint8Array) => void;
  readonly attached: (attachment: Attachment) => void;
  /** Resources that refused and must not be tried again, with the look that found out. */
  readonly tripped: Map<string, string>;
}

/** The evidence of one look: as it is recorded, and as it was seen (for the collectors that read it). */
export interface TakenLook {
  readonly revision: LookRevision;
  readonly raw?: unknown;
  /** Canonical JSON: each reader gets a copy of its own. */
  readonly recorded?: string;
}

/** Takes one look, whatever happens: time-outs, crashes and malformed evidence become gaps. */
export async function takeLook(
  look: PlannedLook,
  round: number,
  inputs: Readonly<Record<string, unknown>>,
  collecting: Collecting,
): Promise<TakenLook> {
  const { emit, resources, tripped } = collecting;
  const { key, collector, params } = look;
  let startedAt = new Date();
  let start = performance.now();
  const finish = (
    gaps: readonly Gap[],
    seen?: { readonly raw: unknown; readonly recorded: string; readonly evidence: string },
  ): TakenLook => {
    const milliseconds = Math.round(performance.now() - start);
    const evidence = seen ? { evidence: seen.evidence } : {};
    emit({ type: 'look-finished', look: key, title: collector.title, round, milliseconds, ...evidence, gaps });
    return {
      revision: { round, startedAt: startedAt.toISOString(), milliseconds, ...evidence, gaps: [...gaps] },
      ...(seen ? { raw: seen.raw, recorded: seen.recorded } : {}),
    };
  };
  let release = (): void => undefined;
  try {
    const uses = collector.uses(params, collecting.run);
    release = await resources.take(uses, (resource) => emit({ type: 'look-waiting', look: key, title: collector.title, for: resource }));
    startedAt = new Date();
    start = performance.now();
    const trip = uses.find((use) => tripped.has(use));
    emit({ type: 'look-started', look: key, title: collector.title, round });
    if (trip) return finish([gap(gapCodes.TRIPPED, { subject: key, reason: `${trip} was refused in ${tripped.get(trip)}.` })]);
    const collected = await collectWithin(look, inputs, collecting);
    for (const resource of collected.trips ?? []) tripped.set(resource, key);
    const gaps = collecting.redactor.json(collected.gaps ?? [], collector.personalData);
    if (collected.value === undefined) return finish(gaps.length > 0 ? gaps : [crashed(key, 'It returned neither evidence nor a reason.')]);
    const checked = collector.evidence.safeParse(collected.value);
    if (!checked.success) {
      const reason = checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
      return finish([...gaps, gap(gapCodes.EVIDENCE_MALFORMED, { subject: key, reason: collecting.redactor.text(reason, true) })]);
    }
    const text = canonicalJson(collecting.redactor.json(checked.data, collector.personalData));
    const evidence = contentHash(text);
    collecting.store(evidence, text);
    return finish(gaps, { raw: checked.data, recorded: text, evidence });
  } catch (error) {
    if (error instanceof SecretMissing) return finish([gap(gapCodes.SECRET_MISSING, { subject: key, reason: error.message })]);
    return finish([crashed(key, collecting.redactor.text(describe(error), true))]);
  } finally {
    release();
  }
}

/** Races the collector against its timeout and the run's end: a collector that ignores its signal cannot hold up the run. */
async function collectWithin(
  look: PlannedLook,
  inputs: Readonly<Record<string, unknown>>,
  collecting: Collecting,
): Promise<Collected<unknown>> {
  const { collector, params, key } = look;
  const timeout = AbortSignal.timeout(collector.timeout);
  const signal = AbortSignal.any([timeout, collecting.signal]);
  const cut = (): Collected<unknown> =>
    collecting.signal.aborted
      ? { gaps: [cutOffGap(key, collecting.signal)] }
      : { gaps: [gap(gapCodes.TIMED_OUT, { subject: key, reason: `No answer within ${collector.timeout / 1000} s.` })] };
  if (signal.aborted) return cut();
  const ended = Promise.withResolvers<Collected<unknown>>();
  let moment: NodeJS.Timeout | undefined;
  // A collector that honours its signal cleans up meanwhile, and may say more than we can.
  const onAbort = (): void => {
    moment = setTimeout(() => ended.resolve(cut()), collector.grace);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  const working = collector.collect(params, contextOf(look, inputs, signal, collecting)).catch((error: unknown) => {
    if (signal.aborted) return cut();
    throw error;
  });
  // The timeout of a look that is over still comes: nobody may then wait for it, or the program would not end.
  const collected = await Promise.race([working, ended.promise]).finally(() => {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(moment);
  });
  if (!signal.aborted) return collected;
  // Cut off, it may have said more than that, or have seen a part; that it was cut off is said in any case.
  const cutOff = cut().gaps ?? [];
  const others = (collected.gaps ?? []).filter((seen) => cutOff.every((item) => item.code !== seen.code));
  return { ...collected, gaps: [...others, ...cutOff] };
}

function contextOf(
  look: PlannedLook,
  inputs: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
  collecting: Collecting,
): CollectContext<never> {
  return {
    run: collecting.run,
    signal,
    looks: inputs as never,
    stateFolder: collecting.stateFolder,
    secret: collecting.secret,
    conceal: (value) => collecting.redactor.conceal('token', value),
    attach: ({ name, mediaType, content }) => {
      const clean = typeof content === 'string' ? collecting.redactor.text(content, look.collector.personalData) : content;
      const sha256 = contentHash(clean);
      collecting.store(sha256, clean);
      collecting.attached({ sha256, name, mediaType, look: look.key, bytes: Buffer.byteLength(clean) });
      return sha256;
    },
    tell: (done) => collecting.emit({ type: 'look-progress', look: look.key, done: collecting.redactor.text(done, false) }),
    shared: (key, create, dispose) => collecting.shared.get(key, create, dispose),
  };
}

export function cutOffGap(subject: string, signal: AbortSignal): Gap {
  return signal.reason === 'deadline'
    ? gap(gapCodes.DEADLINE, { subject, reason: "The run's deadline passed." })
    : gap(gapCodes.INTERRUPTED, { subject, reason: `The run was interrupted (${String(signal.reason)}).` });
}

const crashed = (subject: string, reason: string): Gap => gap(gapCodes.COLLECTOR_CRASHED, { subject, reason });

const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message}${cause}\n${error.stack?.split('\n').slice(1, 4).join('\n') ?? ''}`;
};
