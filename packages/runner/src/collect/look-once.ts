import type { Gap } from '@keycloak-release-gate/core';
import type { Plan, PlannedLook } from '../plan/plan.ts';
import type { Prepared } from '../verify/prepare.ts';
import { redactorFor } from '../verify/redactor.ts';
import type { Emit } from './events.ts';
import { createLedger } from './ledger.ts';
import { createResources } from './resources.ts';
import { createShared } from './shared.ts';
import type { Shared } from './shared.ts';
import { takeLook } from './take-look.ts';

/** A look that was taken once, outside of a run. */
export interface LookedOnce {
  readonly look: PlannedLook;
  readonly gaps: readonly Gap[];
  /** The evidence as it was seen. */
  readonly raw?: unknown;
  /** The evidence as a record would hold it: redacted, in canonical JSON. */
  readonly recorded?: string;
}

interface LookOnceOptions {
  readonly signal?: AbortSignal;
  readonly emit?: Emit;
  /** Where what these looks make is kept, and may be already, until the caller disposes of it; without it, it is disposed of with them. */
  readonly shared?: Shared;
}

/** Takes these looks of a plan, in its order, once each. What cannot be looked at without another has the other's gaps. */
export async function lookOnce(
  { plan, secrets, secret, stateFolder }: Pick<Prepared, 'secrets' | 'secret' | 'stateFolder'> & { readonly plan: Plan },
  looks: readonly PlannedLook[],
  { signal = new AbortController().signal, emit = () => undefined, shared: kept }: LookOnceOptions = {},
): Promise<readonly LookedOnce[]> {
  const redactor = redactorFor(secrets, plan.run.environment);
  const ledger = createLedger(plan);
  const taken: LookedOnce[] = [];
  const shared = kept ?? createShared();
  // A look's own time limit does not keep the program alive: without this, one that hangs would end it before its verdict.
  const alive = setInterval(() => undefined, 60_000);
  try {
    for (const look of looks) {
      const missing = Object.values(look.reads).find((read) => !read.optional && !ledger.has(read.look));
      if (missing) {
        taken.push({ look, gaps: ledger.gapsOf(missing.look) });
        continue;
      }
      const seen = await takeLook(look, 0, ledger.inputsOf(look), {
        run: plan.run,
        signal,
        redactor,
        secret,
        stateFolder,
        shared,
        resources: createResources(),
        emit,
        store: () => undefined,
        attached: () => undefined,
        tripped: new Map(),
      });
      ledger.keep(look, seen);
      taken.push({
        look,
        gaps: seen.revision.gaps,
        ...(seen.raw === undefined ? {} : { raw: seen.raw }),
        ...(seen.recorded === undefined ? {} : { recorded: seen.recorded }),
      });
    }
  } finally {
    clearInterval(alive);
    if (kept === undefined) await shared.dispose();
  }
  return taken;
}
