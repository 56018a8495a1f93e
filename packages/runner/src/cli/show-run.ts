import { join } from 'node:path';
import { inGithub } from '../github/variables.ts';
import { renderTerminal } from '../report/write.ts';
import type { FinishedRun } from '../verify/run.ts';

/** Shows a finished run, to GitHub too where this is a step there, and returns its exit code: a report that could not be written turns a yes into 4. */
export async function showRun({ record, folder, failures: unwritten }: FinishedRun, json: boolean): Promise<number> {
  const told = inGithub(process.env)
    ? (await import('../github/tell.ts')).tellRun({ record, folder, failures: unwritten }, process.env)
    : [];
  const failures = [...unwritten, ...told];
  const exitCode = failures.length > 0 ? 4 : record.verdict.exitCode;
  if (json) {
    const paths = { run: join(folder, 'run.json'), html: join(folder, 'report.html'), junit: join(folder, 'junit.xml') };
    process.stdout.write(
      `${JSON.stringify({ verdict: record.verdict, exitCode, id: record.run.id, suite: record.suite.id, environment: record.environment.id, release: record.release?.id, paths, failures, results: record.results }, null, 2)}\n`,
    );
  } else {
    process.stdout.write(`${renderTerminal(record, folder, failures)}\n`);
    for (const failure of failures) process.stderr.write(`A report could not be written: ${failure}\n`);
  }
  return exitCode;
}
