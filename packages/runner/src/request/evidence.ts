import { objectionsTo } from '../release/promotion.ts';
import type { Evidence, Missing, RequestInput, Tried } from './model.ts';

/** What came of the release in each environment before, as the check of pre-release judges it. */
export function evidenceIn({ release, target, tried, places, now }: RequestInput): {
  readonly value: readonly Evidence[];
  readonly missing: readonly Missing[];
} {
  const objections = objectionsTo(target.promotion, { release, proven: tried.map(({ proven }) => proven), places, now });
  if (objections === undefined) {
    const what = `The release goes to ${target.title} alone: it was tried nowhere before.`;
    const next = "Add the environments that it is tried in first to the release's `environments`.";
    return { value: [], missing: [{ saysNo: false, what, next, who: 'IS4U' }] };
  }
  const said = objections.map(({ subject, kind, what, remedy }) => ({
    subject,
    // That nothing was tried before production, the board has to see before it is asked.
    saysNo: kind === 'no' || kind === 'warning',
    what,
    next: remedy,
  }));
  return {
    value: tried.map((each) =>
      evidenceOf(
        each,
        said.filter(({ subject }) => subject === `environment/${each.place.id}`),
      ),
    ),
    missing: said.map(({ saysNo, what, next }) => ({ saysNo, what, next, who: 'IS4U' })),
  };
}

function evidenceOf(
  { place, proven: { newest }, run }: Tried,
  said: readonly { readonly saysNo: boolean; readonly what: string }[],
): Evidence {
  const told =
    run && newest
      ? {
          run: {
            id: run.record.run.id,
            suite: run.record.suite.id,
            verdict: newest.verdict,
            finishedAt: run.record.run.finishedAt,
            by: run.record.run.by,
            folder: run.folder,
            sha256: run.sha256,
          },
        }
      : {};
  const [first] = said;
  if (first) return { place, state: said.some(({ saysNo }) => saysNo) ? 'failed' : 'missing', words: first.what, ...told };
  return { place, state: 'passed', words: [newest?.verdict ?? '', ...(newest?.reasons ?? [])].filter(Boolean).join(': '), ...told };
}
