import type { Result } from '@keycloak-release-gate/core';
import type { ProgressStep } from './model.ts';

type State = ProgressStep['state'];

/** Which state decides where several are of one sentence. */
const order: readonly State[] = ['failed', 'not told', 'missing', 'done', 'not needed', 'not provable'];

/** The state of what is made of these. */
export const aboutSteps = (states: readonly State[]): State => order.find((state) => states.includes(state)) ?? 'missing';

/** How a step came out by its checks: the worst counts, and says why. */
export function worstOf(results: readonly Result[]): { readonly state: State; readonly because: string; readonly remedy?: string } {
  const blockers = results.filter(({ severity }) => severity === 'blocker');
  const told = blockers.length > 0 ? blockers : results;
  const failed = told.find(({ outcome }) => outcome.kind === 'fail');
  if (failed) {
    const finding = failed.findings.find((each) => each.severity === 'fail' && !each.waiver);
    return { state: 'failed', because: finding?.message ?? `${failed.title}: failed`, ...(finding ? { remedy: finding.remedy } : {}) };
  }
  const unseen = told.find(({ outcome }) => outcome.kind === 'inconclusive') ?? told.find(({ outcome }) => outcome.kind === 'blocked');
  if (unseen) {
    const gap = unseen.gaps.find((each) => !each.waiver);
    return { state: 'not told', because: gap?.reason ?? `${unseen.title}: it could not be told`, ...(gap ? { remedy: gap.remedy } : {}) };
  }
  const skipped = told.filter(({ outcome }) => outcome.kind === 'skipped');
  const [first] = skipped;
  if (first?.outcome.kind === 'skipped' && skipped.length === told.length) return { state: 'not needed', because: first.outcome.why };
  const passed = told.length - skipped.length;
  return { state: 'done', because: `${passed} ${passed === 1 ? 'check' : 'checks'} passed` };
}
