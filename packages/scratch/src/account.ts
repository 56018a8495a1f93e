import { readFile } from 'node:fs/promises';
import { ScratchUnavailable } from './scratch-unavailable.ts';

/** An account of this machine. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account that a server runs as. PostgreSQL refuses to be root: then it is `postgres`, of the packages, or else `nobody`.
 * Undefined (the caller's own) for everybody else.
 */
export async function serverAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const entries = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const [, , uid, gid] = entries.find(([name]) => name === wanted) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new ScratchUnavailable(
    'PostgreSQL does not run as root, and /etc/passwd has neither an account "postgres" nor "nobody" to run it as.',
  );
}
