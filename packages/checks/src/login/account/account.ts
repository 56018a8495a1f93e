import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Whoever logs in at a Keycloak, whichever environment or entry names them: two entries of one name are one account. */
export interface Account {
  /** A name for files: nothing can be read from it. */
  readonly key: string;
  /** Where what is known of accounts on this machine is kept. */
  readonly folder: string;
}

/** The account of a user name at a Keycloak. */
export const accountOf = (publicUrl: string, username: string, folder: string = accountsFolder()): Account => ({
  key: createHash('sha256')
    .update(`${new URL(publicUrl).host}\n${username.toLowerCase()}`)
    .digest('hex')
    .slice(0, 32),
  folder,
});

/** Where programs keep what outlives them, and is no cache: by the XDG base directory specification, which ignores what is not absolute. */
function accountsFolder(): string {
  // Where the user's files are is no setting of the gate, and known in the same way as the home folder below.
  // oxlint-disable-next-line no-process-env
  const { XDG_STATE_HOME: state = '' } = process.env;
  return join(isAbsolute(state) ? state : join(homedir(), '.local', 'state'), 'keycloak-release-gate', 'accounts');
}

/** True for an error of the file system of one of these codes. */
export const isSystemError = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
