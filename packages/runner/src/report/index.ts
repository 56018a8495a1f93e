import type { RunRecord } from '@keycloak-release-gate/core';
import { renderHtml } from './html/document.ts';
import { renderJunit } from './junit.ts';

export { renderHtml } from './html/document.ts';
export { renderJunit } from './junit.ts';
export { renderTerminal } from './terminal.ts';
export type { TerminalOptions } from './terminal.ts';

/** Reads the bytes of evidence or of an attachment by their SHA-256. It throws when they are not there. */
export type ReadEvidence = (sha256: string) => Uint8Array;

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

type Reporter = (record: RunRecord, readEvidence: ReadEvidence) => string;

const reporters: Readonly<Record<string, Reporter>> = {
  'junit.xml': (record) => renderJunit(record),
  'report.html': renderHtml,
};

/** Renders every file that is made from a record. A reporter that crashes is told and does not stop the others. */
export async function renderReports(record: RunRecord, { readEvidence, writeFile }: ReportInput): Promise<WrittenReports> {
  const written: string[] = [];
  const failures: string[] = [];
  for (const [name, render] of Object.entries(reporters)) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one at a time: each report can be 10 MB
      await writeFile(name, render(record, readEvidence));
      written.push(name);
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { written, failures };
}
