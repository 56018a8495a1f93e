import type { OutcomeKind, RunRecord } from '@keycloak-release-gate/core';
import type { Summary } from './summary.ts';
import type { Paint, Style } from './terminal-text.ts';

/** What the parts of the terminal's report share. */
export interface Page {
  readonly record: RunRecord;
  readonly summary: Summary;
  readonly width: number;
  readonly paint: Paint;
}

/** The colour of each outcome. */
export const styles: Readonly<Record<OutcomeKind, Style>> = {
  pass: 'green',
  warn: 'yellow',
  fail: 'red',
  inconclusive: 'magenta',
  blocked: 'cyan',
  skipped: 'dim',
};

export const bold = (style: Style): Style => ['bold', style].flat() as Style;
