import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Variables } from '../scenarios/resolve-environment.ts';

/**
 * Where the gate keeps what outlives a run, and is no cache: by the XDG base directory specification, which ignores what is not
 * absolute.
 */
export const stateFolderOf = ({ XDG_STATE_HOME: state = '' }: Variables): string =>
  join(isAbsolute(state) ? state : join(homedir(), '.local', 'state'), 'keycloak-release-gate');
