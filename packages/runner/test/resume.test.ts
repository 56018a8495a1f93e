import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { listRuns, readRun } from '../src/record/read.ts';
import type { StoredRun } from '../src/record/read.ts';
import { environment, place, program } from './run-program.ts';

// Each starts the program, several times.
describe.concurrent('verify --resume', { timeout: 120_000 }, () => {
  it('goes on with a run that was killed: what was seen whole stands, the rest and what settles is looked at', async () => {
    const gate = gateIn('killed');
    writeFileSync(join(gate.folder, 'slow-hangs'), '');
    const child = spawn(process.execPath, [program, '--env', 'one', '--suite', 'health'], {
      cwd: gate.folder,
      env: variables,
      stdio: 'ignore',
    });
    const draft = await until(() =>
      drafts(gate.folder).find((path) => said(path).includes('"look":"test/whole"') && said(path).includes('look-finished')),
    );
    await until(() => (/look-finished","look":"test\/whole"/.test(said(draft)) ? true : undefined));
    child.kill('SIGKILL');
    await once(child, 'exit');
    // The line that was being written.
    appendFileSync(join(draft, 'events.jsonl'), '{"at":"2026-11-');
    const before = gate.taken();
    expect(before).toMatchObject({ whole: 1 });
    renameSync(join(gate.folder, 'slow-hangs'), join(gate.folder, 'slow-answers'));
    const { exitCode, err } = await gate.verify(['--resume', draft]);
    expect(err).not.toContain('crashed');
    expect(exitCode).toBe(0);
    const after = gate.taken();
    expect(after['whole']).toBe(1);
    expect(after['settling']).toBeGreaterThan(before['settling'] ?? 0);
    // Somebody is named in it by a pseudonym of that run, so it is seen again.
    expect(after['people']).toBe(2);
    const { record } = gate.newest();
    expect(record.run.resumed).toMatchObject({ looks: ['test/whole'] });
    expect(draft).toContain(record.run.resumed?.run);
    expect(record.notices.join()).toMatch(/^Resumed from the run \w{26} of .*, which was killed: one look was taken over/);
    expect(record.looks['test/whole']?.revisions).toHaveLength(1);
    expect(record.attachments.map(({ name }) => name)).toEqual(['a picture']);
  });

  it('takes again what had a gap, by the run’s id, and the verdict is that of a whole run', async () => {
    const gate = gateIn('gap');
    writeFileSync(join(gate.folder, 'slow-blind'), '');
    const first = await gate.verify(['--env', 'one', '--suite', 'health']);
    expect(first.exitCode).toBe(3);
    const { record: inconclusive } = gate.newest();
    renameSync(join(gate.folder, 'slow-blind'), join(gate.folder, 'slow-answers'));
    expect((await gate.verify(['--resume', inconclusive.run.id])).exitCode).toBe(0);
    expect(gate.taken()).toMatchObject({ whole: 1, slow: 2 });
    const { record } = gate.newest();
    expect(record.run.resumed?.run).toBe(inconclusive.run.id);
    expect(record.verdict.kind).toBe('pass');
  });

  it('is refused, and says what differs, where plan, record or name are others', async () => {
    const gate = gateIn('refused');
    await gate.verify(['--env', 'one', '--suite', 'health']);
    const { folder } = gate.newest();
    const narrowed = await gate.verify(['--resume', folder, '--only', 'test/whole']);
    expect(narrowed).toMatchObject({ exitCode: 2 });
    expect(narrowed.err).toMatch(/RESUME_OTHER_PLAN/);
    expect(narrowed.err).toContain('narrowing');
    writeFileSync(join(gate.folder, 'scenarios/environments/one.ts'), environment("timeZone: 'Europe/Brussels'"));
    expect((await gate.verify(['--resume', folder])).err).toContain('environment');
    expect((await gate.verify(['--resume', 'nothing'])).err).toContain('RESUME_NOT_FOUND');
    appendFileSync(join(folder, 'run.json'), ' ');
    expect((await gate.verify(['--resume', folder])).err).toContain('RECORD_EDITED');
    expect(listRuns(join(gate.folder, 'reports'), 'one')).toHaveLength(1);
  });
});

const variables = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', TEST_GATE_SECRET: 'long-enough-secret' };

const drafts = (folder: string): string[] => {
  const suite = join(folder, 'reports/one/health');
  return existsSync(suite) ? readdirSync(suite).flatMap((name) => (name.endsWith('.unfinished') ? [join(suite, name)] : [])) : [];
};

const said = (draft: string): string => (existsSync(join(draft, 'events.jsonl')) ? readFileSync(join(draft, 'events.jsonl'), 'utf8') : '');

async function until<T>(find: () => T | undefined): Promise<T> {
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    await later(25);
  }
}

interface Gate {
  readonly folder: string;
  readonly verify: (args: readonly string[]) => Promise<{ readonly exitCode: number | null; readonly err: string }>;
  /** How often each look was taken. */
  readonly taken: () => Record<string, number>;
  readonly newest: () => StoredRun;
}

/** A gate of four looks, each of which notes that it was taken. */
function gateIn(name: string): Gate {
  const folder = join(place, name);
  for (const kind of ['environments', 'suites', 'releases']) mkdirSync(join(folder, 'scenarios', kind), { recursive: true });
  writeFileSync(join(folder, 'scenarios/environments/one.ts'), environment('settle: { every: 50, good: 2, within: 1000 }'));
  writeFileSync(
    join(folder, 'scenarios/suites/health.ts'),
    `
import { appendFileSync, existsSync } from 'node:fs';
import { defineCheck, defineCollector, defineSuite, gap, gapCodes, step } from '@keycloak-release-gate/core';
import { z } from 'zod';
const look = (name, more, collect = async () => ({ value: { name } })) => defineCollector({
  id: 'test/' + name, version: 1, title: name, evidence: z.object({ name: z.string() }), timeout: 20000, params: () => ({}), ...more,
  collect: (params, context) => { appendFileSync('taken', name + '\\n'); return collect(params, context); },
});
const whole = look('whole', {}, async (_params, { attach }) => { attach({ name: 'a picture', mediaType: 'text/plain', content: 'it' }); return { value: { name: 'whole' } }; });
const people = look('people', { personalData: true });
const settling = look('settling', { settles: true });
const slow = look('slow', {}, async () => {
  if (existsSync('slow-hangs')) await new Promise(() => undefined);
  if (existsSync('slow-blind')) return { gaps: [gap(gapCodes.NOT_DECLARED, { subject: 'slow', reason: 'blind' })] };
  return { value: { name: 'slow' } };
});
const check = (reads) => defineCheck({ id: reads.id, title: reads.id, why: 'A test', reads: { reads }, expects: z.object({}), judge: () => ({ findings: [] }) })();
export default defineSuite({ id: 'health', title: 'Health', needsRelease: false, steps: () => [step({ id: 'a/b', sentence: 'A sentence' }, [whole, people, settling, slow].map(check))] });`,
  );
  return {
    folder,
    verify: async (args) => {
      const child = spawn(process.execPath, [program, ...args], { cwd: folder, env: variables, stdio: ['ignore', 'ignore', 'pipe'] });
      let err = '';
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      await once(child, 'close');
      return { exitCode: child.exitCode, err };
    },
    taken: () => {
      const counts: Record<string, number> = {};
      for (const look of readFileSync(join(folder, 'taken'), 'utf8').trim().split('\n')) counts[look] = (counts[look] ?? 0) + 1;
      return counts;
    },
    newest: () => readRun(listRuns(join(folder, 'reports'), 'one')[0] ?? ''),
  };
}
