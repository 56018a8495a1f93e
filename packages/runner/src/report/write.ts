import type { RunRecord } from '@keycloak-release-gate/core';
import { renderReports, renderTerminal as terminal } from './index.ts';

/** Where reports are written, and where the evidence is read. */
export interface ReportTarget {
  write(name: string, content: string | Uint8Array): void;
  read(name: string): Uint8Array;
}

/** Writes every report; one that fails does not stop the others. Returns what failed, in words. */
export async function writeReports(record: RunRecord, target: ReportTarget): Promise<readonly string[]> {
  const { failures } = await renderReports(record, {
    readEvidence: (sha256) => target.read(`evidence/${sha256}`),
    writeFile: (name, content) => target.write(name, content),
  });
  return failures.map((failure) => (typeof failure === 'string' ? failure : JSON.stringify(failure)));
}

/** The report for the terminal that standard output is. */
export function renderTerminal(record: RunRecord, folder: string, failures: readonly string[] = []): string {
  return terminal(record, { folder, colour: process.stdout.hasColors?.() ?? false, width: process.stdout.columns ?? 100, failures });
}
