import { styleText } from 'node:util';
import type { LabProgress } from '@keycloak-release-gate/lab';

/** One line for each thing that is done, with how long it took. */
export function labProgress(stream: NodeJS.WriteStream): LabProgress {
  const time = (ms: number | undefined): string => (ms === undefined ? '' : ` ${(ms / 1000).toFixed(1)} s`);
  return ({ step, state, detail, ms }) => {
    const mark = { started: '…', done: '✓', failed: '✗', info: '·' }[state];
    const colour = { started: 'dim', done: 'green', failed: 'red', info: 'dim' } as const;
    stream.write(`  ${styleText(colour[state], mark, { stream })} ${step}${detail === undefined ? '' : `: ${detail}`}${time(ms)}\n`);
  };
}
