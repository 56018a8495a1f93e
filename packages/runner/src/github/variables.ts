import type { Variables } from '../scenarios/resolve-environment.ts';

/** True where this is a step of GitHub Actions, or something that gives its files. */
export const inGithub = (variables: Variables): boolean =>
  variables['GITHUB_ACTIONS'] === 'true' || Boolean(variables['GITHUB_OUTPUT']) || Boolean(variables['GITHUB_STEP_SUMMARY']);
