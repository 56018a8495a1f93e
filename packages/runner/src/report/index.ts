import type { RunRecord } from '@keycloak-release-gate/core';
import type { ReadEvidence } from './evidence.ts';

export { renderTerminal } from './terminal.ts';

export interface ReportInput {
  readonly readEvidence: ReadEvidence;
  readonly writeFile: (name: string, content: string) => void | Promise<void>;
}

export interface WrittenReports {
  /** The names of the files that were written. */
  readonly written: readonly string[];
  /** Which report could not be made, and why. */
  readonly failures: readonly string[];
}

type Reporter = (record: RunRecord, readEvidence: ReadEvidence) => Promise<string>;

/** Loaded when they are needed: a command that only lists needs neither XML nor HTML. */
const reporters: Readonly<Record<string, Reporter>> = {
  'junit.xml': async (record) => (await import('./junit.ts')).renderJunit(record),
  'report.html': async (record, readEvidence) => (await import('./html/document.ts')).renderHtml(record, readEvidence),
};

/** Renders every file that is made from a record. A reporter that crashes is told and does not stop the others. */
export async function renderReports(record: RunRecord, { readEvidence, writeFile }: ReportInput): Promise<WrittenReports> {
  const written: string[] = [];
  const failures: string[] = [];
  for (const [name, render] of Object.entries(reporters)) {
    try {
      await writeFile(name, await render(record, readEvidence));
      written.push(name);
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { written, failures };
}
