import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Whoever logs in at a Keycloak, whichever environment or entry names them: two entries of one name are one account. */
export interface Account {
  /** A name for files: nothing can be read from it. */
  readonly key: string;
  /** Where what is known of accounts on this machine is kept. */
  readonly folder: string;
}

/** The account of a user name at a Keycloak, with what is known of it in the state's folder. */
export const accountOf = (publicUrl: string, username: string, stateFolder: string): Account => ({
  key: createHash('sha256')
    .update(`${new URL(publicUrl).host}\n${username.toLowerCase()}`)
    .digest('hex')
    .slice(0, 32),
  folder: join(stateFolder, 'accounts'),
});

/** True for an error of the file system of one of these codes. */
export const isSystemError = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
