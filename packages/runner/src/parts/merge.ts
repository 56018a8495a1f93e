import { codes } from '@keycloak-release-gate/checks';
import { canonicalJson, ConfigurationError, contentHash, createRedactor, gap, gapCodes } from '@keycloak-release-gate/core';
import type { Check, CollectedRecord, RecordedLook, ScenariosOrigin } from '@keycloak-release-gate/core';
import { ulid } from 'ulid';
import { judgeRecord } from '../judge/judge-record.ts';
import { createRunFolder } from '../record/folder.ts';
import { SUMMARY, summaryOf } from '../record/run-summary.ts';
import type { RunFolder } from '../record/folder.ts';
import type { StoredRun } from '../record/read.ts';
import { writeReports } from '../report/write.ts';
import { toolOfRecord } from '../tool.ts';
import { copyBaseline, findBaseline } from '../verify/baseline.ts';
import { whoAndWhere } from '../verify/collected-record.ts';
import { copyPrevious } from '../verify/previous.ts';
import type { FinishedRun } from '../verify/run.ts';
import { collectorsOf } from './definitions.ts';
import { fittingParts } from './fit.ts';
import { mergeLooks, missingParts } from './merge-looks.ts';
import type { MissingPart } from './merge-looks.ts';
import { partInWords } from './part.ts';
import type { Part } from './part.ts';
import { readParts } from './read-part.ts';
import type { StoredPart } from './read-part.ts';
import { saidInParts } from './said-in-parts.ts';
import type { SaidInParts } from './said-in-parts.ts';

export interface MergeInput {
  /** Folders of parts, or folders that hold some. */
  readonly paths: readonly string[];
  readonly reports: string;
  readonly baseline?: string;
  /** Minutes that the parts may be apart. */
  readonly withinMinutes?: number;
  readonly command: string;
  /** The checks that a part's plan names. */
  readonly definitions: (part: Part) => Promise<ReadonlyMap<string, Check>>;
}

/** Judges the parts of one plan as one run, and leaves a run's folder with all reports. */
export async function mergeParts({
  paths,
  reports,
  baseline: named,
  withinMinutes,
  command,
  definitions,
}: MergeInput): Promise<FinishedRun> {
  const parts = fittingParts(readParts(paths), { now: Date.now(), ...(withinMinutes === undefined ? {} : { withinMinutes }) });
  const newest = parts.toSorted((a, b) => startOf(a) - startOf(b)).at(-1);
  if (!newest) throw new Error('no part fits, and nobody said so');
  const documents = parts.map(({ document }) => document);
  // What was confirmed or waived while parts were collected is in the newest one, as far as it was read from there.
  const said = saidInParts(parts.toSorted((a, b) => startOf(b) - startOf(a)).map(({ document }) => document.record));
  const planned = withSaid(newest.document.record, said);
  const checks = await definitions(newest.document);
  const remarks = acceptedMeanwhile(parts, newest, said);
  const readsBefore = planned.plan.checks.some(({ reads }) => Object.values(reads).some(({ revision }) => revision === 'baseline'));
  const before = findBaseline(comparedBy(planned), reports, named, (why) => readsBefore && remarks.push(why));
  const missing = missingParts(documents);
  // Runs are in the order of their ids, and what a part saw is as old as the part.
  const id = ulid(Math.min(...parts.map(startOf)));
  const folder = createRunFolder(reports, planned.environment.id, planned.suite.id, id);
  try {
    const looks = mergeLooks(documents, missing);
    copyEvidence(parts, looks, folder);
    withBaseline(parts, looks, before, checks, folder);
    rememberInto(looks, { planned, reports, checks, id }, folder);
    folder.write('events.jsonl', journalOf(parts));
    const collected: CollectedRecord = {
      ...planned,
      tool: toolOfRecord(),
      run: createRedactor({ salt: id }).json(runOf(parts, { id, command, missing, remarks })),
      looks,
      attachments: parts.flatMap(({ document }) => document.record.attachments),
    };
    const closed = JSON.parse(canonicalJson(collected)) as CollectedRecord;
    const read = (sha256: string): unknown => JSON.parse(folder.read(`evidence/${sha256}`).toString('utf8')) as unknown;
    const record = judgeRecord(closed, read, checks, codes);
    folder.write('run.json', canonicalJson(record));
    folder.write(SUMMARY, canonicalJson(summaryOf(record)));
    const failures = await writeReports(record, folder);
    folder.finish();
    return { record, folder: folder.path, failures };
  } catch (error) {
    folder.discard();
    throw error;
  }
}

const startOf = ({ document }: StoredPart): number => Date.parse(document.record.run.startedAt);

/** Parts differ in what may come in while a release is under way: then those of the newest count, and the record says so. */
function acceptedMeanwhile(parts: readonly StoredPart[], newest: StoredPart, { brought }: SaidInParts): string[] {
  const accepted = ({ document: { record } }: StoredPart): string =>
    canonicalJson({ waivers: record.waivers, release: record.release ?? null });
  const others = parts.filter((part) => accepted(part) !== accepted(newest));
  if (others.length === 0) return [];
  const names = others.map(({ document }) => partInWords(document.part)).join(', ');
  return [
    `What is waived and confirmed is taken as the part ${partInWords(newest.document.part)} has it, the newest, of ${newest.document.record.run.startedAt}; otherwise has it: ${names}.`,
    ...(brought.length === 0
      ? []
      : [`What could not be read there was read by others: ${brought.map(({ type, person }) => `"${type}" by ${person}`).join(', ')}.`]),
  ];
}

/** The newest part's record with what was said to the others. */
function withSaid({ plan, release, ...record }: Part['record'], { checks, brought }: SaidInParts): Part['record'] {
  return {
    ...record,
    ...(release ? { release: { ...release, confirmations: [...release.confirmations, ...brought] } } : {}),
    plan: { ...plan, checks: [...checks] },
  };
}

/** Whose record of before is looked for. */
const comparedBy = ({ environment, release, window: { since, source } }: CollectedRecord): Parameters<typeof findBaseline>[0] => ({
  run: { environment, ...(release ? { release } : {}), ...(since === undefined ? {} : { deploy: { at: since, source } }) },
});

function runOf(
  parts: readonly StoredPart[],
  {
    id,
    command,
    missing,
    remarks,
  }: { readonly id: string; readonly command: string; readonly missing: readonly MissingPart[]; readonly remarks: readonly string[] },
): CollectedRecord['run'] {
  const runs = parts.map(({ document }) => document.record.run);
  const [first] = runs;
  const starts = runs.map(({ startedAt }) => startedAt).toSorted();
  const ends = runs.map(({ finishedAt }) => finishedAt).toSorted();
  const interrupted = parts.filter(({ document }) => document.record.run.interrupted !== undefined);
  // A part that was cut short never opens the gate, whatever it saw by then; what failed in it has failed.
  const partial = [
    first?.partial,
    ...missing.map(({ name }) => `without the part ${name}`),
    ...interrupted.map(({ document: { part } }) => `the part ${partInWords(part)} was interrupted`),
  ]
    .filter((each) => each !== undefined)
    .join('; ');
  const notes = [
    ...remarks,
    ...missing.map((part) => `The part ${part.name} is missing: \`${part.command}\` brings it.`),
    ...interrupted.map(({ document: { part, record } }) => `The part ${partInWords(part)} was interrupted (${record.run.interrupted}).`),
  ];
  const scenarios = originOf(runs.flatMap((run) => run.scenarios ?? []));
  return {
    id,
    startedAt: starts[0] ?? '',
    finishedAt: ends.at(-1) ?? '',
    ...whoAndWhere(),
    command,
    ...(scenarios ? { scenarios } : {}),
    parts: parts.map(({ document: { part, record }, manifest }) => {
      const { startedAt, finishedAt, by, host, command: collected } = record.run;
      return { name: partInWords(part), startedAt, finishedAt, by, host, command: collected, manifest };
    }),
    ...(partial === '' ? {} : { partial }),
    deadlineSeconds: first?.deadlineSeconds ?? 0,
    ...(notes.length === 0 ? {} : { remarks: notes }),
  };
}

/** The commit that all parts were collected with, where there is one. */
function originOf(origins: readonly ScenariosOrigin[]): ScenariosOrigin | undefined {
  const commits = [...new Set(origins.map(({ commit }) => commit))];
  if (commits.length > 1)
    return { commit: 'unknown', source: `the parts were collected with scenarios of several commits: ${commits.join(', ')}` };
  return origins.find(({ dirty }) => dirty === true) ?? origins[0];
}

/** Evidence of all that is in the record, each file checked against its name. */
function copyEvidence(parts: readonly StoredPart[], looks: CollectedRecord['looks'], folder: RunFolder): void {
  const wanted = new Set(
    Object.values(looks).flatMap(({ revisions, baseline }) => [
      ...revisions.flatMap(({ evidence }) => evidence ?? []),
      ...(baseline?.revision.evidence === undefined ? [] : [baseline.revision.evidence]),
    ]),
  );
  for (const { document, bytes, folder: from } of parts) {
    const own = Object.values(document.record.looks).flatMap(({ revisions, baseline }) => [
      ...revisions,
      ...(baseline ? [baseline.revision] : []),
    ]);
    const attached = document.record.attachments.map(({ sha256 }) => sha256);
    for (const sha256 of [...own.flatMap(({ evidence }) => evidence ?? []).filter((each) => wanted.has(each)), ...attached]) {
      const content = bytes(sha256);
      if (contentHash(content) !== sha256)
        throw new ConfigurationError([
          {
            code: 'EVIDENCE_EDITED',
            message: `The evidence ${sha256} does not have this hash any more: it is ${contentHash(content)}.`,
            where: from,
            remedy: 'Collect the part again.',
          },
        ]);
      folder.evidence(sha256, content);
    }
  }
}

/** The record of before is the one that is found here; a look that was taken with another one, or with none, was taken for something else. */
function withBaseline(
  parts: readonly StoredPart[],
  looks: Record<string, RecordedLook>,
  before: StoredRun | undefined,
  checks: ReadonlyMap<string, Check>,
  folder: RunFolder,
): void {
  const wanted = before?.record.run.id ?? parts.find(({ document }) => document.baseline !== undefined)?.document.baseline;
  for (const [key, look] of Object.entries(looks)) {
    const { baseline, ...rest } = look;
    if (baseline && baseline.run !== wanted) looks[key] = rest;
  }
  if (before) {
    const collectors = collectorsOf(checks.values());
    const compared = new Map(
      Object.entries(looks).map(([key, { collector, version }]) => [
        key,
        { key, baseline: isRead(parts[0], key, 'baseline'), collector: { version: collectors.get(collector)?.version ?? version } },
      ]),
    );
    const keepBaseline = (key: string, baseline: NonNullable<RecordedLook['baseline']>): void => {
      const look = looks[key];
      if (look) looks[key] = { ...look, baseline };
    };
    copyBaseline({ looks: compared }, before, { keepBaseline }, folder);
  }
  for (const { document } of parts) {
    if (document.baseline === wanted) continue;
    for (const key of document.readsBaseline) {
      const look = looks[key];
      const last = look?.revisions.at(-1);
      if (!look || !last) continue;
      const reason = `The part ${partInWords(document.part)} was collected ${document.baseline === undefined ? 'where no record of before the release is' : `with the run ${document.baseline} as the record of before the release`}, and this look reads it.`;
      const item = gap(gapCodes.BASELINE_MISSING, {
        subject: key,
        reason,
        remedy: `Give that part the run ${wanted} with --baseline, or the reports that it is in.`,
      });
      looks[key] = { ...look, revisions: [...look.revisions.slice(0, -1), { ...last, gaps: [...last.gaps, item] }] };
    }
  }
}

const isRead = (part: StoredPart | undefined, key: string, revision: 'baseline' | 'previous'): boolean =>
  part?.document.record.plan.checks.some(({ reads }) =>
    Object.values(reads).some((read) => read.look === key && read.revision === revision),
  ) ?? false;

/** What looks saw in earlier runs, which lie where the parts are merged. */
function rememberInto(
  looks: Record<string, RecordedLook>,
  {
    planned,
    reports,
    checks,
    id,
  }: {
    readonly planned: CollectedRecord;
    readonly reports: string;
    readonly checks: ReadonlyMap<string, Check>;
    readonly id: string;
  },
  folder: RunFolder,
): void {
  const collectors = collectorsOf(checks.values());
  const read = new Set(
    planned.plan.checks.flatMap(({ reads }) =>
      Object.values(reads).flatMap(({ look, revision }) => (revision === 'previous' ? [look] : [])),
    ),
  );
  const remembered = [...read].flatMap((key) => {
    const collector = collectors.get(looks[key]?.collector ?? '');
    return collector ? [[key, { key, previous: true, collector }] as const] : [];
  });
  const keepPrevious = (key: string, previous: NonNullable<RecordedLook['previous']>): void => {
    const look = looks[key];
    if (look) looks[key] = { ...look, previous };
  };
  copyPrevious({ looks: new Map(remembered), environment: planned.environment.id, before: id }, reports, { keepPrevious }, folder);
}

/** The journals of all parts in the order of time, each line with its part. */
function journalOf(parts: readonly StoredPart[]): string {
  return parts
    .flatMap(({ document, journal }) =>
      journal().map((line) => {
        const event = JSON.parse(line) as { readonly at?: string };
        return { at: event.at ?? '', line: JSON.stringify({ ...event, part: partInWords(document.part) }) };
      }),
    )
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map(({ line }) => `${line}\n`)
    .join('');
}
