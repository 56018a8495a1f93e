import { collect } from '../collect/collect.ts';
import type { Emit } from '../collect/events.ts';
import type { Ledger } from '../collect/ledger.ts';
import { createResources } from '../collect/resources.ts';
import { createShared } from '../collect/shared.ts';
import type { Attachment, CutOff } from '../collect/take-look.ts';
import type { Redactor } from '@keycloak-release-gate/core';
import type { Plan } from '../plan/plan.ts';
import type { RunFolder } from '../record/folder.ts';
import { waiversOf } from './collected-record.ts';
import type { Prepared } from './prepare.ts';

export interface TakingLooks {
  readonly prepared: Prepared;
  /** What is taken here: the whole plan, or a part of it. */
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly folder: RunFolder;
  readonly redactor: Redactor;
  readonly emit: Emit;
  /** Aborted with 'SIGINT' or 'SIGTERM' when the user ends the run. */
  readonly interrupt: AbortSignal;
  readonly startedAt: string;
  /** Asked once the settling looks have settled; what it throws ends the run. */
  readonly settled?: () => void;
}

/** Takes the looks of a plan into its ledger and folder. Whatever happens meanwhile, it comes to its end, at the deadline at the latest. */
export async function takeLooks({
  prepared,
  plan,
  ledger,
  folder,
  redactor,
  emit,
  interrupt,
  startedAt,
  settled,
}: TakingLooks): Promise<{ readonly attachments: readonly Attachment[]; readonly interrupted?: 'SIGINT' | 'SIGTERM' }> {
  const attachments: Attachment[] = [];
  const end = endOf(interrupt, prepared.deadlineSeconds);
  const shared = createShared();
  try {
    await collect(
      plan,
      {
        run: plan.run,
        signal: end.signal,
        redactor,
        secret: prepared.secret,
        stateFolder: prepared.stateFolder,
        shared,
        resources: createResources(),
        emit,
        store: folder.evidence,
        attached: (attachment) => {
          attachments.push(attachment);
          emit({ type: 'attached', ...attachment });
        },
        tripped: new Map(),
      },
      { checks: plan.definitions, waivers: waiversOf(prepared), now: startedAt, ...(settled ? { settled } : {}) },
      ledger,
    );
  } finally {
    end.clear();
    await shared.dispose();
  }
  return { attachments, ...interruption(end.signal) };
}

/** The run's own signal: it ends at the deadline or when the user ends it, and its reason says which. */
function endOf(interrupt: AbortSignal, deadlineSeconds: number): { readonly signal: AbortSignal; readonly clear: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort('deadline' satisfies CutOff), deadlineSeconds * 1000);
  const stop = (): void => controller.abort(interrupt.reason);
  if (interrupt.aborted) stop();
  else interrupt.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
      interrupt.removeEventListener('abort', stop);
    },
  };
}

const interruption = ({ reason }: { readonly reason: unknown }): { readonly interrupted?: 'SIGINT' | 'SIGTERM' } =>
  reason === 'SIGINT' || reason === 'SIGTERM' ? { interrupted: reason } : {};

/** Redacts what happens, keeps it in the journal, and tells it on. */
export function recording(emit: Emit, folder: RunFolder, redactor: Redactor): Emit {
  return (event) => {
    const clean = redactor.json(event, true);
    if (clean.type !== 'look-progress') folder.append('events.jsonl', JSON.stringify({ at: new Date().toISOString(), ...clean }));
    emit(clean);
  };
}
