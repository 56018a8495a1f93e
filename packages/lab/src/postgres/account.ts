import { readFile } from 'node:fs/promises';
import { LabError } from '../lab/lab-error.ts';

/** The account that a server runs as: PostgreSQL refuses to be root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** As root the account of Debian's packages, `postgres`; undefined (the caller's own account) for everybody else. */
export async function serverAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((entry) => entry.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) {
    throw new LabError(
      'PostgreSQL does not run as root, and there is no account "postgres" to run it as.',
      'Add one, or bring the lab up as another user.',
    );
  }
  return { uid: Number(uid), gid: Number(gid) };
}
