import { h } from './element.ts';
import type { Children, Node } from './element.ts';
import type { LookRevision, RecordedLook } from '@keycloak-release-gate/core';
import type { ReadLook } from '../summary.ts';
import { duration } from '../words.ts';
import { tracks } from './tracks.ts';
import type { Track } from './tracks.ts';
import { evidencePath, outside } from './view.ts';
import type { View } from './view.ts';

/** When a check's looks were taken, each time of them, how long it took, and where its evidence is. */
export function looksOf(view: View, looks: readonly ReadLook[]): Node | null {
  if (looks.length === 0) return null;
  const attempts = looks.flatMap((look) => [
    ...look.revisions.map((revision) => attempt(view, look, revision)),
    ofAnotherRun(view, look, 'before', look.look.baseline),
    ofAnotherRun(view, look, 'last run', look.look.previous),
  ]);
  const list = h('ul', { class: 'attempts' }, attempts);
  // What settled for minutes was looked at a hundred times: the time line shows that, and the list unfolds.
  const told =
    attempts.length > unfolded
      ? h('details', { class: 'all-attempts' }, h('summary', null, `Each of the ${attempts.length} looks`), list)
      : list;
  return h('div', { class: 'looks' }, h('h5', null, 'What was looked at'), timeLine(view, looks), told);
}

const unfolded = 6;

/** The looks on the time line of the whole run. */
export function timeLine(view: View, looks: readonly ReadLook[]): Node {
  const start = Date.parse(view.record.run.startedAt);
  const rows: Track[] = looks.map(({ look, revisions }) => ({
    label: outside(look.title),
    note: duration(revisions.reduce((sum, revision) => sum + revision.milliseconds, 0)),
    marks: revisions.map((revision) => ({
      from: Date.parse(revision.startedAt) - start,
      length: revision.milliseconds,
      tone: revision.gaps.length > 0 ? 'inconclusive' : 'look',
      name: `${view.times.clock(revision.startedAt)}, ${duration(revision.milliseconds)}`,
    })),
  }));
  return tracks(rows, view.summary.milliseconds);
}

function attempt(view: View, { look, revisions }: ReadLook, revision: LookRevision): Node {
  return h(
    'li',
    null,
    h('span', { class: 'when' }, view.times.clock(revision.startedAt)),
    h('span', null, outside(look.title), look.settles && revisions.length > 1 ? `, round ${revision.round}` : ''),
    h('span', { class: 'quiet' }, duration(revision.milliseconds)),
    revision.gaps.length > 0 ? h('span', { class: 'unseen' }, revision.gaps.length === 1 ? '1 gap' : `${revision.gaps.length} gaps`) : null,
    evidenceLink(revision.evidence),
  );
}

/** What is compared with, copied from the record of another run. */
function ofAnotherRun(view: View, { look }: ReadLook, when: string, copied: RecordedLook['baseline']): Node | null {
  if (!copied) return null;
  const { run, revision } = copied;
  return h(
    'li',
    null,
    h('span', { class: 'when' }, when),
    h(
      'span',
      null,
      outside(look.title),
      ' in run ',
      h('span', { class: 'code' }, outside(run)),
      `, ${view.times.moment(revision.startedAt)}`,
    ),
    evidenceLink(revision.evidence),
  );
}

function evidenceLink(sha256: string | undefined): Children {
  const path = evidencePath(sha256);
  return path === undefined
    ? null
    : h('a', { href: path }, 'evidence ', h('span', { class: 'code' }, path.slice('evidence/'.length, 'evidence/'.length + 8)));
}
