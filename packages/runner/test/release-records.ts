import { join } from 'node:path';
import { codes, workload } from '@keycloak-release-gate/checks';
import { canonicalJson, contentHash, Release, RUN_SCHEMA } from '@keycloak-release-gate/core';
import type { Check, CollectedRecord, ReleaseDefinition, RunRecord } from '@keycloak-release-gate/core';
import { judgeRecord } from '../src/judge/judge-record.ts';
import { createRunFolder } from '../src/record/folder.ts';
import { SUMMARY, summaryOf } from '../src/record/run-summary.ts';
import { OWN_CODE } from '../src/plan/plan-identity.ts';
import type { Rules } from '../src/release/trusted-run.ts';
import { toolOfRecord } from '../src/tool.ts';
import { goodWhenGood, look } from './synthetic.ts';

/** The release that the records of these tests are of. */
export const releaseOf = (changes: Partial<ReleaseDefinition> = {}): Release =>
  Release.parse({
    id: '2026-11',
    title: 'Keycloak 26.7.4',
    description: 'The upgrade of November.',
    environments: ['test', 'acc', 'prod'],
    keycloak: { from: '26.4.0', to: '26.7.4' },
    rollback: { plan: 'B', reason: 'The schema is migrated.' },
    impact: 'Everybody logs in again.',
    author: 'Ann Author',
    ...changes,
  });

const seen = look('test/look', () => ({ value: { value: 'good' } }));
const { check } = goodWhenGood('test/good', seen)();
/** The one check that these records are judged by. */
export const rules: Rules = { checks: new Map<string, Check>([[check.id, check]]), codes, own: 'own' };

export interface Ran {
  readonly suite: string;
  /** Each run has a number of its own, in the order of time. */
  readonly number: number;
  readonly environment?: string;
  /** What the look saw: anything but `good` fails, `soon` is inconclusive where nothing settles. */
  readonly saw?: 'good' | 'bad' | 'nothing';
  readonly partial?: string;
  readonly interrupted?: 'SIGINT';
  readonly release?: Release;
  readonly digest?: string;
  /** The sentences of the steps. */
  readonly policy?: readonly string[];
  /** The record is written without a summary, as runs of before did. */
  readonly withoutSummary?: true;
  /** The folder that it is written to, where that is not the one of its environment. */
  readonly misplaced?: string;
  /** What of the tool is not that of now. */
  readonly tool?: Partial<RunRecord['tool']>;
  /** The hash of the scenarios that it was judged with; those of now where it is not said. */
  readonly own?: string;
  /** When it began, where that is not the time of its number: for what is held against the real clock. */
  readonly startedAt?: string;
  /** From when on it judges: the start of the deploy. */
  readonly since?: string;
}

/** The id of the run with this number. */
export const runId = (number: number): string => `01KAT7Q4M8ZC3V5N2XJ9RW${String(number).padStart(4, '0')}`;
export const timeOf = (number: number): string => new Date(Date.parse('2026-11-23T20:00:00.000Z') + number * 600_000).toISOString();

/** Writes the record of a run as the runner does: what it saw, judged. Returns its folder. */
export function writeRun(reports: string, ran: Ran): string {
  const {
    suite,
    number,
    environment = 'test',
    saw = 'good',
    partial,
    interrupted,
    release = releaseOf(),
    policy = ['upgrade/validate'],
  } = ran;
  const evidence = canonicalJson({ value: saw });
  const pods = canonicalJson(workloadWith(ran.digest));
  const { startedAt = timeOf(number) } = ran;
  const revision = (content: string, isSeen = true) => ({
    round: 0,
    startedAt,
    milliseconds: 1,
    ...(isSeen ? { evidence: contentHash(content) } : {}),
    gaps: isSeen ? [] : [{ code: 'gap/TIMED_OUT', subject: 'test', reason: 'It took too long.', remedy: 'Wait.' }],
  });
  const recordedLook = (collector: string, content: string, isSeen = true) => ({
    collector,
    version: 1,
    title: collector,
    params: {},
    settles: false,
    revisions: [revision(content, isSeen)],
  });
  const collected: CollectedRecord = {
    schema: RUN_SCHEMA,
    tool: { ...toolOfRecord(), ...ran.tool },
    run: {
      id: runId(number),
      startedAt,
      finishedAt: new Date(Date.parse(startedAt) + 60_000).toISOString(),
      by: 'robin',
      host: 'here',
      command: 'verify',
      scenarios: { commit: '4f1c6a3d'.repeat(5), dirty: false },
      deadlineSeconds: 60,
      plan: { hash: 'a test', of: { [OWN_CODE]: ran.own ?? 'own' } },
      ...(partial === undefined ? {} : { partial }),
      ...(interrupted === undefined ? {} : { interrupted }),
    },
    environment: {
      id: environment,
      title: environment,
      production: environment === 'prod',
      timeZone: 'Europe/Brussels',
      publicUrl: `https://sso-${environment}.example`,
      realms: ['main'],
    },
    release,
    chosen: 'a test',
    suite: { id: suite, title: suite },
    window: { source: 'a test', ...(ran.since === undefined ? {} : { since: ran.since }) },
    settle: { every: 50, good: 1, within: 100 },
    plan: {
      steps: policy.map((id) => ({ policy: id, sentence: id, checks: [check.id] })),
      checks: [
        {
          key: check.id,
          id: check.id,
          title: check.title,
          why: check.why,
          severity: 'blocker',
          expected: {},
          reads: { seen: { look: 'test/look', revision: 'latest', optional: false } },
          needs: [],
        },
      ],
    },
    looks: {
      'test/look': recordedLook('test/look', evidence, saw !== 'nothing'),
      ...(ran.digest === undefined ? {} : { [workload.id]: recordedLook(workload.id, pods) }),
    },
    attachments: [],
    waivers: [],
  };
  const contents = new Map([evidence, pods].map((content) => [contentHash(content), content]));
  const read = (sha256: string): unknown => JSON.parse(contents.get(sha256) ?? 'null');
  const record: RunRecord = judgeRecord(JSON.parse(canonicalJson(collected)) as CollectedRecord, read, rules.checks, codes);
  const folder = createRunFolder(reports, ran.misplaced ?? environment, suite, runId(number));
  for (const [sha256, content] of contents) folder.evidence(sha256, content);
  folder.write('run.json', canonicalJson(record));
  if (ran.withoutSummary !== true) folder.write(SUMMARY, canonicalJson(summaryOf(record)));
  folder.finish();
  return join(folder.path);
}

/** A workload of one pod whose image was pulled by this digest. */
const workloadWith = (digest = ''): object => ({
  kind: 'Deployment',
  namespace: 'sso',
  name: 'keycloak',
  container: 'keycloak',
  object: null,
  revisions: [],
  pods: [
    {
      name: 'keycloak-1',
      uid: '1',
      created: timeOf(0),
      finalizers: [],
      revision: 'keycloak',
      current: true,
      phase: 'Running',
      reason: '',
      message: '',
      conditions: [],
      readinessGates: [],
      containers: [{ name: 'keycloak', role: 'main', image: 'keycloak', imageID: `registry/keycloak@${digest}`, ready: true, restarts: 0 }],
    },
  ],
  events: [],
  eventsLeftOut: 0,
});
