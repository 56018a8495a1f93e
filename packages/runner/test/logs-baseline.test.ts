import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LogBaseline } from '@keycloak-release-gate/checks';
import { RunRecord } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { environment, refusal, suite, verify } from './run-program.ts';

const line = (time: string, level: string, text: string, logger = 'org.example.Thing'): string =>
  `2026-11-${time},000 ${level.padEnd(5)} [${logger}] (main) ${text}`;
const event =
  'type="LOGIN_ERROR", realmId="r", clientId="portal", userId="null", ipAddress="10.11.12.13", error="user_not_found", username="alice"';
const day = [
  line('22 20:00:00', 'INFO', 'begins'),
  line('22 21:00:00', 'ERROR', 'Failed for username=alice@example.org from 10.11.12.13 with long-enough-secret'),
  line('23 03:00:00', 'WARN', event, 'org.keycloak.events'),
  line('23 04:00:00', 'ERROR', 'Failed for username=bob from 10.11.12.14 with another'),
  'java.lang.IllegalStateException: no',
  line('23 20:00:00', 'INFO', 'ends'),
  '',
].join('\n');
const early = [line('22 10:00:00', 'WARN', 'odd'), line('22 20:30:00', 'WARN', 'odd'), ''].join('\n');

const baseline = ['logs', 'baseline', '--env', 'one'];
const file = (folder: string): string => join(folder, 'reports/one/log-baseline.json');
const written = (folder: string): LogBaseline => LogBaseline.parse(JSON.parse(readFileSync(file(folder), 'utf8')));

describe('verify logs baseline', () => {
  it('writes what an exported log of a day holds, without secrets and without personal data', async () => {
    const { exitCode, out, err, folder } = await verify([...baseline, '--file', 'day.log'], { files: { 'day.log': day } });
    expect({ exitCode, out, err }).toEqual({
      exitCode: 0,
      err: '',
      out: `The logs of "one": 24 h, from 2026-11-22T20:00:00.000Z to 2026-11-23T20:00:00.000Z
  day.log: 6 lines, 2026-11-22T20:00:00.000Z to 2026-11-23T20:00:00.000Z
  2 different errors and warnings (2 at ERROR), 2 times in all

Written: reports/one/log-baseline.json
`,
    });
    const { takenAt, ...rest } = written(folder);
    expect(Date.parse(takenAt)).toBeGreaterThan(0);
    expect(rest).toEqual({
      schema: 'keycloak-release-gate/log-baseline/1',
      environment: 'one',
      from: '2026-11-22T20:00:00.000Z',
      to: '2026-11-23T20:00:00.000Z',
      hours: 24,
      sources: [{ name: 'day.log', from: '2026-11-22T20:00:00.000Z', to: '2026-11-23T20:00:00.000Z', lines: 6 }],
      messages: [
        {
          fingerprint: 'ERROR org.example.Thing Failed for username=‹…› from # with another java.lang.IllegalStateException',
          level: 'ERROR',
          logger: 'org.example.Thing',
          template: 'Failed for username=‹…› from # with another',
          exception: 'java.lang.IllegalStateException',
          count: 1,
          first: '2026-11-23T04:00:00.000Z',
          last: '2026-11-23T04:00:00.000Z',
        },
        {
          fingerprint: 'ERROR org.example.Thing Failed for username=‹…› from # with ‹secret gate.admin.secret›',
          level: 'ERROR',
          logger: 'org.example.Thing',
          template: 'Failed for username=‹…› from # with ‹secret gate.admin.secret›',
          count: 1,
          first: '2026-11-22T21:00:00.000Z',
          last: '2026-11-22T21:00:00.000Z',
        },
      ],
      userEvents: [{ type: 'LOGIN_ERROR', error: 'user_not_found', client: 'portal', count: 1 }],
      short: [],
    });
    expect(readFileSync(file(folder), 'utf8')).not.toMatch(/alice|bob|10\.11|long-enough/);
    expect(readdirSync(join(folder, 'reports/one'))).toEqual(['log-baseline.json']);
  });

  it('puts files and standard input together, packed ones too, and needs nothing of the environment for it', async () => {
    const { exitCode, folder } = await verify(
      [...baseline, '--hours', '34', '--file', '-', '--file', 'day.log.gz', '--output', 'kept/here.json'],
      { input: early, files: { 'day.log.gz': gzipSync(day) } },
      {},
    );
    expect(exitCode).toBe(0);
    const { hours, sources, short } = LogBaseline.parse(JSON.parse(readFileSync(join(folder, 'kept/here.json'), 'utf8')));
    expect({ hours, short, names: sources.map(({ name }) => name) }).toEqual({
      hours: 34,
      short: [],
      names: ['standard input', 'day.log.gz'],
    });
  });

  it('never writes a short one unasked, and says what is short', async () => {
    const foreign = `${early}2026-11-22T20:40:00.000000000Z {"msg":"hello"}\n`;
    const call = [...baseline, '--file', 'early.log'];
    const refused = await verify(call, { files: { 'early.log': foreign } });
    expect(refused).toMatchObject({ exitCode: 3, wroteReports: false });
    expect(refused.out).toContain(
      '  short  1 lines of early.log are JSON that is no record of Keycloak.\n  short  It covers 10.7 of 24 hours.\n\nNothing was written',
    );
    const partial = await verify([...call, '--partial'], { files: { 'early.log': foreign } });
    expect(partial.exitCode).toBe(0);
    expect(written(partial.folder)).toMatchObject({ hours: 10.7, short: [expect.any(String), 'It covers 10.7 of 24 hours.'] });
  });

  it('takes a log in a format that it does not know for none that is clean', async () => {
    const custom = day.replaceAll(/^(\S+ \S+) (\w+) +/gm, '$1 <$2> ');
    const { exitCode, out } = await verify([...baseline, '--file', 'custom.log'], {
      files: { 'custom.log': `${line('22 19:30:00', 'INFO', 'Quarkus augmentation completed')}\n${custom}` },
    });
    expect(exitCode).toBe(3);
    expect(out).toContain('  short  5 lines of custom.log are in a format that is not known, and 2 are records.');
  });

  it('tells everything as one document where that is asked for', async () => {
    const { exitCode, out } = await verify([...baseline, '--json', '--file', 'early.log'], { files: { 'early.log': early } });
    expect(exitCode).toBe(3);
    expect(JSON.parse(out)).toEqual({
      environment: 'one',
      written: null,
      hours: 10.5,
      from: '2026-11-22T10:00:00.000Z',
      to: '2026-11-22T20:30:00.000Z',
      sources: [{ name: 'early.log', from: '2026-11-22T10:00:00.000Z', to: '2026-11-22T20:30:00.000Z', lines: 2 }],
      messages: 1,
      short: ['It covers 10.5 of 24 hours.'],
    });
  });

  it('names every file that is none, is no log of Keycloak, or is the wrong way round', async () => {
    const reversed = `${early.trim().split('\n').toReversed().join('\n')}\n`;
    const files = { 'page.html': '<html>\n', 'reversed.log': reversed };
    const err = await refusal([...baseline, '--file', 'gone.log', '--file', 'page.html', '--file', 'reversed.log'], { files });
    expect(err).toContain('3 things are not right');
    expect(err).toMatch(/gone\.log cannot be read: ENOENT[\s\S]*LOG_FILE_UNREADABLE/);
    expect(err).toMatch(/page\.html has no record of Keycloak with a time\.[\s\S]*LOG_FILE_EMPTY/);
    expect(err).toMatch(/reversed\.log begins with the newest line[\s\S]*LOG_FILE_REVERSED/);
  });

  it('refuses times and hours that are none', async () => {
    expect(await refusal([...baseline, '--since', 'yesterday'])).toContain('BAD_TIME');
    expect(await refusal([...baseline, '--since', '2999-01-01T00:00:00Z'])).toContain('BAD_TIME');
    expect(await refusal([...baseline, '--hours', '0'])).toContain('BAD_HOURS');
  });

  it('says which environment it wants', async () => {
    expect(await refusal(['logs', 'baseline', '--file', 'x'])).toContain('NO_ENVIRONMENT');
    expect(await refusal(['logs', 'baseline', '--env', 'on', '--file', 'x'])).toContain('Did you mean "one"?');
  });
});

describe('a run', () => {
  const content = (change: object = {}): string =>
    JSON.stringify({
      schema: 'keycloak-release-gate/log-baseline/1',
      environment: 'one',
      takenAt: '2026-11-23T20:00:00.000Z',
      from: '2026-11-22T20:00:00.000Z',
      to: '2026-11-23T20:00:00.000Z',
      hours: 24,
      sources: [{ name: 'day.log', from: '2026-11-22T20:00:00.000Z', to: '2026-11-23T20:00:00.000Z', lines: 6 }],
      messages: [],
      userEvents: [],
      short: [],
      ...change,
    });
  const run = ['--env', 'one', '--suite', 'health'];
  const lying = (text: string) => ({ files: { 'reports/one/log-baseline.json': text } });

  it.each([
    ['of another environment', content({ environment: 'two' }), 'LOG_BASELINE_FOREIGN'],
    ['of another format', content({ schema: 'x/2' }), 'LOG_BASELINE_SCHEMA'],
    ['that lacks a part', content({ sources: undefined }), 'LOG_BASELINE_MALFORMED'],
    ['that is no JSON', '{', 'LOG_BASELINE_UNREADABLE'],
  ])('refuses a baseline %s before anything is looked at', async (_which, text, code) => {
    const { exitCode, out, err, folder } = await verify(run, lying(text));
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain(`code   ${code}`);
    expect(err).toContain('verify logs baseline --env one');
    expect(existsSync(join(folder, 'reports/one/health'))).toBe(false);
  });

  it('refuses a baseline that the environment names and that is not there', async () => {
    expect(await refusal(run, { environment: environment("logs: { baseline: 'kept/baseline.json' },") })).toContain('LOG_BASELINE_MISSING');
  });

  it.each([
    ['where it is looked for', 'reports/one/log-baseline.json', ''],
    ['where the environment says', 'kept/baseline.json', "logs: { baseline: 'kept/baseline.json' },"],
  ])('takes the baseline %s into its record', async (_where, path, more) => {
    const { folder } = await verify(run, {
      environment: environment(more),
      suite: `import { noErrors } from '@keycloak-release-gate/checks';\n${suite('[alwaysGood(), noErrors()]')}`,
      files: { [path]: content() },
    });
    const [id = ''] = readdirSync(join(folder, 'reports/one/health'));
    const place = join(folder, 'reports/one/health', id);
    const record = RunRecord.parse(JSON.parse(readFileSync(join(place, 'run.json'), 'utf8')));
    const sha256 = record.looks['keycloak-log/baseline']?.revisions.at(-1)?.evidence ?? '';
    expect(JSON.parse(readFileSync(join(place, 'evidence', sha256), 'utf8'))).toEqual({ baseline: JSON.parse(content()) as unknown });
  });
});
