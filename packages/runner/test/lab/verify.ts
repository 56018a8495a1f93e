import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { RunRecord } from '@keycloak-release-gate/core';

export const repository = join(import.meta.dirname, '..', '..', '..', '..');
const program = join(repository, 'packages', 'runner', 'bin', 'verify.mjs');

/** Where the runs of a test go, and which lab they are about. */
export interface Place {
  readonly lab: string;
  readonly reports: string;
}

export interface VerifyOptions {
  /** On top of the test's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called at once with a way to send the program a signal. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
  /** Called with the program's standard error as it comes, and a way to send it a signal. */
  readonly onProgress?: (chunk: string, kill: (signal: NodeJS.Signals) => void) => void;
  /** Milliseconds after which the program counts as hanging. */
  readonly within?: number;
}

export interface Verified {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
  /** The run that it left; a call that leaves none throws where this is asked for. */
  readonly folder: string;
  readonly record: RunRecord;
}

/** Runs `verify` with these arguments, as a user does, and waits for its end. */
export async function verify(
  args: readonly string[],
  { env = {}, onStart, onProgress, within = 600_000 }: VerifyOptions = {},
): Promise<Omit<Verified, 'folder' | 'record'>> {
  const started = performance.now();
  const child = spawn(process.execPath, [program, ...args], {
    cwd: repository,
    env: { ...process.env, CI: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onStart?.((signal) => void child.kill(signal));
  const clock = setTimeout(() => child.kill('SIGKILL'), within);
  if (onProgress) child.stderr.on('data', (chunk: Buffer) => onProgress(chunk.toString('utf8'), (signal) => void child.kill(signal)));
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    child.exitCode === null ? once(child, 'exit') : undefined,
  ]);
  clearTimeout(clock);
  return { exitCode: child.exitCode, stdout, stderr, milliseconds: performance.now() - started };
}

/** Where the runs of a test keep what later ones are to know: of test users that were refused. */
export const stateOf = ({ reports }: Place): string => join(reports, 'state');

/** Runs a suite on the lab; its record comes with it. */
export async function verifyLab(place: Place, args: readonly string[], options: VerifyOptions = {}): Promise<Verified> {
  const before = new Set(runFolders(place.reports));
  const env = { XDG_STATE_HOME: stateOf(place), ...options.env };
  const done = await verify(['--env', 'lab', '--lab', place.lab, '--reports', place.reports, ...args], { ...options, env });
  const [folder] = runFolders(place.reports).filter((each) => !before.has(each));
  // Kept beside the reports: what a run says is searched for secrets as what it writes is.
  writeFileSync(join(place.reports, `said-${Date.now()}.txt`), `${done.stdout}\n${done.stderr}`);
  if (folder === undefined)
    throw new Error(`verify ${args.join(' ')} left no run (exit ${done.exitCode}):\n${done.stdout}\n${done.stderr}`);
  return { ...done, folder, record: readRecord(folder) };
}

/** The folders of all finished runs on the lab. */
function runFolders(reports: string): string[] {
  const lab = join(reports, 'lab');
  if (!existsSync(lab)) return [];
  const suites = readdirSync(lab, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return suites.flatMap(({ name: suite }) =>
    readdirSync(join(lab, suite))
      .filter((run) => !run.startsWith('.'))
      .map((run) => join(lab, suite, run)),
  );
}

const readRecord = (folder: string): RunRecord => RunRecord.parse(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')));

/** A domain, a check's id, or its key: as `--only` understands them. */
export const isOf = (result: Pick<RunRecord['results'][number], 'check' | 'id'>, name: string): boolean =>
  result.check === name || result.id === name || result.id.split('/')[0] === name;

/** The login of one application, as `--only` understands it. */
export const journeyOf = (application: string): string => `login/login-and-logout[${application}]`;

/** Everything that a run found or could not see, in lines: what a person needs to know when a test fails. */
export function told({ results, verdict }: RunRecord): string {
  const lines = results
    .filter(({ outcome }) => outcome.kind !== 'pass' && outcome.kind !== 'skipped')
    .flatMap(({ check, outcome, findings, gaps }) => [
      `${check}: ${outcome.kind}`,
      ...findings.map(({ severity, code, message }) => `   ${severity} ${code} ${message}`),
      ...gaps.map(({ code, reason }) => `   gap ${code} ${reason}`),
    ]);
  return [`${verdict.kind}: ${verdict.reasons.join(' ')}`, ...lines].join('\n');
}
