import type { LabProgress } from '@keycloak-release-gate/lab';

/** Tells how far the lab is, in the output of the tests: the first time, it builds for minutes. */
export const labTold: LabProgress = ({ step, state, detail, ms }) => {
  if (state === 'started' && ms === undefined && detail === undefined) return;
  process.stderr.write(
    `  lab: ${step}: ${state}${detail === undefined ? '' : ` (${detail})`}${ms === undefined ? '' : ` ${(ms / 1000).toFixed(1)} s`}\n`,
  );
};
