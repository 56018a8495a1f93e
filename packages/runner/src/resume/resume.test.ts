import { workload } from '@keycloak-release-gate/checks';
import { canonicalJson, ConfigurationError, contentHash, defineCollector } from '@keycloak-release-gate/core';
import type { LookRevision } from '@keycloak-release-gate/core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createLedger } from '../collect/ledger.ts';
import type { Plan, PlannedLook } from '../plan/plan.ts';
import { createRunFolder } from '../record/folder.ts';
import { keptLooks } from './kept-looks.ts';
import { resuming } from './resume.ts';
import type { Resumable } from './resumable.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runContext } from '../../test/synthetic.ts';

const once = defineCollector({
  id: 'test/once',
  version: 1,
  title: 'Once',
  evidence: z.object({ it: z.string() }),
  timeout: 1_000,
  params: () => ({}),
  collect: () => Promise.resolve({ value: { it: 'seen' } }),
});
const planned = (collector: PlannedLook['collector']): [string, PlannedLook] => [
  collector.id,
  { key: collector.id, collector, params: {}, reads: {}, collect: true, baseline: false, previous: false },
];
const plan: Plan = {
  run: runContext(),
  suite: { id: 'synthetic', title: 'Synthetic' },
  steps: [],
  checks: [],
  looks: new Map([planned(workload as PlannedLook['collector']), planned(once as PlannedLook['collector'])]),
  definitions: new Map(),
};
const identity = { hash: 'a', of: { suite: 'b' } };

const pods = (...uids: readonly string[]): string =>
  canonicalJson({
    kind: 'Deployment',
    namespace: 'sso',
    name: 'keycloak',
    container: 'keycloak',
    object: null,
    revisions: [],
    events: [],
    eventsLeftOut: 0,
    pods: uids.map((uid) => ({
      name: uid,
      uid,
      created: '2026-11-23T20:00:00Z',
      finalizers: [],
      revision: 'r',
      current: true,
      phase: 'Running',
      reason: '',
      message: '',
      conditions: [],
      readinessGates: [],
      containers: [{ name: 'keycloak', role: 'main', image: 'k:1', imageID: 'k@1', ready: true, restarts: 0 }],
    })),
  });
const revisionOf = (evidence: string, gaps: LookRevision['gaps'] = []): LookRevision => ({
  round: 0,
  startedAt: new Date().toISOString(),
  milliseconds: 1,
  evidence: contentHash(evidence),
  gaps,
});

/** What is taken over from a run that saw these pods by one that sees those; an empty list of pods was not seen. */
function takenOver(before: string | undefined, now: string | undefined, more: Partial<Resumable> = {}): readonly string[] {
  const seen = '{"it":"seen"}';
  const stored = new Map([seen, ...(before === undefined ? [] : [before])].map((text) => [contentHash(text), Buffer.from(text)]));
  const from: Resumable = {
    run: '01M8GT187T3WQACH8Y222ESH3F',
    startedAt: '2026-11-23T20:00:00Z',
    environment: 'synthetic',
    suite: 'synthetic',
    sealed: true,
    plan: identity,
    looks: new Map([[once.id, [revisionOf(seen)]], ...(before === undefined ? [] : [[workload.id, [revisionOf(before)]] as const])]),
    attachments: [],
    bytes: (sha256) => stored.get(sha256),
    ...more,
  };
  const place = mkdtempSync(join(tmpdir(), 'resume-'));
  try {
    const ledger = createLedger(plan);
    const look = plan.looks.get(workload.id);
    if (now !== undefined && look) ledger.keep(look, { revision: revisionOf(now), raw: JSON.parse(now), recorded: now });
    const goesOn = resuming(from, plan, identity);
    goesOn.takeOver(ledger, createRunFolder(place, 'synthetic', 'synthetic', '01M8GT187T3WQACH8Y222ESH3G'));
    return goesOn.resumed().looks;
  } finally {
    rmSync(place, { recursive: true });
  }
}

const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigurationError) return `${error.problems[0]?.code} ${error.problems[0]?.message}`;
    throw error;
  }
  throw new Error('it was not refused');
};

it('takes over what was seen whole where the pods are the same, and nothing where nobody can say so', () => {
  expect(takenOver(pods('a', 'b'), pods('b', 'a'))).toEqual(['test/once']);
  expect(takenOver(undefined, pods('a'))).toEqual([]);
  expect(takenOver(pods('a'), undefined)).toEqual([]);
});

it('is refused where pods are others, with which, and where the plan is, with what', () => {
  expect(refusal(() => takenOver(pods('a', 'b'), pods('a', 'c')))).toBe(
    'RESUME_OTHER_TARGET What was looked at is not the same any more as in the run 01M8GT187T3WQACH8Y222ESH3F: the pod b is gone; the pod c came.',
  );
  expect(refusal(() => takenOver(pods('a'), pods('a'), { plan: { hash: 'c', of: { suite: 'd' } } }))).toMatch(
    /^RESUME_OTHER_PLAN .*suite differs/,
  );
});

it('takes again what has a gap, was seen a quarter of an hour ago, or is not there as it was written', () => {
  const seen = '{"it":"seen"}';
  const gap = { code: 'gap/TIMED_OUT', subject: 'it', reason: 'slow', remedy: '' };
  const again = (revision: LookRevision, bytes?: Resumable['bytes']): readonly string[] =>
    takenOver(pods('a'), pods('a'), {
      looks: new Map([
        [once.id, [revision]],
        [workload.id, [revisionOf(pods('a'))]],
      ]),
      ...(bytes ? { bytes } : {}),
    });
  expect(again(revisionOf(seen))).toEqual(['test/once']);
  expect(again(revisionOf(seen, [gap]))).toEqual([]);
  expect(again({ ...revisionOf(seen), startedAt: new Date(Date.now() - 16 * 60_000).toISOString() })).toEqual([]);
  expect(again(revisionOf(seen), (sha256) => (sha256 === contentHash(pods('a')) ? Buffer.from(pods('a')) : undefined))).toEqual([]);
});

it('takes again what was seen before the newest pod was ready, and what reads records of the gate and backups', () => {
  const seen = '{"it":"seen"}';
  const now = Date.now();
  const ids = [once.id, 'release/proven-elsewhere', 'release/rollback-plan', 'backup/drills', 'backup/pinned', 'backup/directory'];
  const looks = [...ids, 'keycloak-config/promoted-from', 'keycloak-log/baseline'].map((id) => planned({ ...once, id }));
  const kept = (ready?: string): readonly string[] =>
    keptLooks(
      { ...plan, looks: new Map(looks) },
      {
        run: '',
        startedAt: '',
        environment: '',
        suite: '',
        sealed: true,
        plan: identity,
        looks: new Map(looks.map(([key]) => [key, [{ ...revisionOf(seen), startedAt: new Date(now - 60_000).toISOString() }]])),
        attachments: [],
        bytes: () => Buffer.from(seen),
      },
      { now, ready },
    ).map(({ look }) => look.key);
  expect(kept()).toEqual([once.id]);
  expect(kept(new Date(now - 120_000).toISOString())).toEqual([once.id]);
  expect(kept(new Date(now - 30_000).toISOString())).toEqual([]);
});
