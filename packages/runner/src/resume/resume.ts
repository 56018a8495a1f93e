import { workload } from '@keycloak-release-gate/checks';
import { ConfigurationError } from '@keycloak-release-gate/core';
import type { CollectedRecord } from '@keycloak-release-gate/core';
import type { Ledger } from '../collect/ledger.ts';
import type { Attachment } from '../collect/take-look.ts';
import type { Target } from '../parts/part.ts';
import { targetDifferences, targetOf } from '../parts/target.ts';
import type { Plan } from '../plan/plan.ts';
import type { PlanIdentity } from '../plan/plan-identity.ts';
import type { RunFolder } from '../record/folder.ts';
import { keptLooks } from './kept-looks.ts';
import type { Resumable } from './resumable.ts';

/** How a run goes on with another one. */
export interface Resuming {
  /** Called when the settling looks have settled: takes over what need not be looked at again. Throws where the target is another one. */
  takeOver(ledger: Ledger, folder: RunFolder): readonly Attachment[];
  /** Called when all has been looked at. Throws where the target turned out to be another one. */
  compare(ledger: Ledger): void;
  readonly resumed: () => NonNullable<CollectedRecord['run']['resumed']>;
  /** What was taken over, in words. */
  readonly remark: () => string;
}

/** Throws a ConfigurationError that names what differs where the plan is not that of the run that is to be resumed. */
export function resuming(from: Resumable, plan: Plan, identity: PlanIdentity): Resuming {
  const names = [...new Set([...Object.keys(from.plan.of), ...Object.keys(identity.of)])];
  const differing = names.filter((name) => from.plan.of[name] !== identity.of[name]);
  if (from.plan.hash !== identity.hash)
    throw refused(
      'RESUME_OTHER_PLAN',
      `The run ${from.run} had another plan: ${differing.join(', ')} ${differing.length === 1 ? 'differs' : 'differ'} since.`,
      'Give the same options as then, or take a whole run.',
    );
  const before = targetBefore(from, plan);
  let kept: readonly string[] = [];
  const compare = (ledger: Ledger): Target => {
    const now = targetOf(ledger.looks, ledger.read);
    const differences = targetDifferences(before, now);
    if (differences.length > 0)
      throw refused(
        'RESUME_OTHER_TARGET',
        `What was looked at is not the same any more as in the run ${from.run}: ${differences.join('; ')}.`,
        'Take a whole run.',
      );
    return now;
  };
  const needsPods = [...plan.looks.values()].some(({ collector, collect }) => collect && collector.id === workload.id);
  return {
    takeOver: (ledger, folder) => {
      const now = compare(ledger);
      // Where nobody can say that it is the same pods, nothing is taken over.
      const looks =
        needsPods && (before.pods === undefined || now.pods === undefined)
          ? []
          : keptLooks(plan, from, { now: Date.now(), ready: now.ready });
      for (const { look, revision, evidence, attachments } of looks) {
        if (revision.evidence !== undefined) folder.evidence(revision.evidence, evidence);
        for (const { of, content } of attachments) folder.evidence(of.sha256, content);
        const raw: unknown = look.collector.evidence.parse(JSON.parse(evidence));
        ledger.keep(look, { revision: { ...revision, round: ledger.lastRound() }, raw, recorded: evidence });
      }
      kept = looks.map(({ look }) => look.key);
      return looks.flatMap(({ attachments }) => attachments.map(({ of }) => of));
    },
    compare: (ledger) => void compare(ledger),
    resumed: () => ({ run: from.run, startedAt: from.startedAt, looks: [...kept] }),
    remark: () =>
      `Resumed from the run ${from.run} of ${from.startedAt}${from.sealed ? '' : ', which was killed'}: ${kept.length === 1 ? 'one look was' : `${kept.length} looks were`} taken over as seen then, and the others taken again.`,
  };
}

/** What the run before saw of its target. Its plan is the same, and so are its collectors. */
function targetBefore({ looks, bytes }: Resumable, plan: Plan): Target {
  const recorded = Object.fromEntries(
    [...plan.looks.values()].map(({ key, collector }): [string, CollectedRecord['looks'][string]] => {
      const revisions = (looks.get(key) ?? []).filter(({ evidence }) => evidence !== undefined && bytes(evidence) !== undefined);
      const { id, version, title, settles } = collector;
      return [key, { collector: id, version, title, params: {}, settles, revisions: [...revisions] }];
    }),
  );
  return targetOf(recorded, (sha256) => JSON.parse(Buffer.from(bytes(sha256) ?? []).toString('utf8')) as unknown);
}

const refused = (code: string, message: string, remedy: string): ConfigurationError =>
  new ConfigurationError([{ code, message, where: '--resume', remedy }]);
