import { changedMembers, substanceOf } from './substance.ts';
import type { Evidence, Missing, RequestInput, SeenRun, Tried } from './model.ts';
import { verdictWords } from '../report/words.ts';

/** What came of the release in each environment before, and what of it does not count. */
export function evidenceIn({ release, target, tried }: RequestInput): {
  readonly value: readonly Evidence[];
  readonly missing: readonly Missing[];
} {
  const nowhere: Missing[] =
    tried.length > 0
      ? []
      : [
          {
            saysNo: false,
            what: `The release goes to ${target.title} alone: it was tried nowhere before.`,
            next: "Add the environments that it is tried in first to the release's `environments`.",
            who: 'IS4U',
          },
        ];
  const all = tried.map((each) => evidenceOf(each, release));
  return { value: all.map(({ evidence }) => evidence), missing: [...nowhere, ...all.flatMap(({ missing }) => missing)] };
}

function evidenceOf(
  { place, run, unusable, passedOver }: Tried,
  release: RequestInput['release'],
): { readonly evidence: Evidence; readonly missing: readonly Missing[] } {
  const command = `verify --env ${place.id} --suite post-deploy --release ${release.id}`;
  const of = (state: Evidence['state'], words: string, saysNo: boolean, next: string): ReturnType<typeof evidenceOf> => ({
    evidence: { place, state, words, ...(run ? { run: told(run) } : {}) },
    missing: state === 'passed' ? [] : [{ saysNo, what: `${place.title}: ${words}`, next, who: 'IS4U' }],
  });
  if (unusable !== undefined) return of('failed', unusable, true, `Run it again: ${command}`);
  if (!run) {
    const why =
      passedOver === undefined ? 'no post-deploy run of this release' : `no whole post-deploy run of this release (${passedOver})`;
    return of('missing', why, false, `Deploy it there, then ${command}`);
  }
  if (passedOver !== undefined) return of('missing', `a later run proves nothing (${passedOver})`, false, command);
  const { record, judged } = run;
  const changed = record.release ? changedMembers(substanceOf(record.release), substanceOf(release)) : ['id'];
  if (changed.length > 0)
    return of(
      'failed',
      `the run is of another state of the release: ${changed.join(', ')} changed since`,
      true,
      `Deploy it there again, then ${command}`,
    );
  if (judged !== record.verdict.kind)
    return of(
      'failed',
      `the run says "${record.verdict.kind}", and what it saw is judged to be "${judged}"`,
      true,
      `Run it again: ${command}`,
    );
  const { exitCode, kind, reasons } = record.verdict;
  const words = `${verdictWords[kind].toLowerCase()}${reasons[0] === undefined ? '' : `: ${reasons[0]}`}`;
  if (exitCode !== 0) return of('failed', words, exitCode === 1, `${run.folder}/report.html says what to do; then ${command}`);
  return of('passed', words, false, '');
}

const told = ({ record, folder, sha256 }: SeenRun): NonNullable<Evidence['run']> => ({
  id: record.run.id,
  suite: record.suite.id,
  verdict: record.verdict.kind,
  finishedAt: record.run.finishedAt,
  by: record.run.by,
  folder,
  sha256,
});
