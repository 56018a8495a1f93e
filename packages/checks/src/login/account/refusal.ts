import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isSystemError } from './account.ts';
import type { Account } from './account.ts';

const Note = z.object({
  /** ISO 8601. */
  at: z.string(),
  /** The code of the login that was refused. */
  code: z.string(),
  salt: z.string(),
  /** Sixteen bits of a slow hash: enough to see that the credentials are others now, too few to find them out. */
  credentials: z.string().regex(/^[0-9a-f]{4}$/),
});

/**
 * A login that Keycloak refused, or may have refused, in this run or an earlier one on this machine, with credentials that are still the
 * same. Of a note that cannot be read neither the time nor the code is known, and the credentials may be any.
 */
export interface Refusal {
  readonly at?: string | undefined;
  readonly code?: string | undefined;
  /** The file that it is noted in. */
  readonly file: string;
}

/**
 * The refusal that is noted for these credentials. One of other credentials is forgotten: what was refused then is not what
 * would be typed now.
 */
export async function refusalOf(account: Account, credentials: readonly string[]): Promise<Refusal | undefined> {
  const file = fileOf(account);
  const note = await read(file);
  if (note === undefined) return undefined;
  if (note === 'unreadable') return { file };
  if (!timingSafeEqual(Buffer.from(digest(credentials, note.salt)), Buffer.from(note.credentials))) return undefined;
  return { at: note.at, code: note.code, file };
}

/** Notes that these credentials were refused, or may have been, for this run and every later one. */
export async function noteRefusal(account: Account, credentials: readonly string[], code: string): Promise<void> {
  const salt = randomBytes(16).toString('hex');
  await mkdir(account.folder, { recursive: true, mode: 0o700 });
  const note: z.infer<typeof Note> = { at: new Date().toISOString(), code, salt, credentials: digest(credentials, salt) };
  // Whole or not at all: a run may be killed while it writes.
  const file = fileOf(account);
  const aside = `${file}.${randomUUID()}`;
  await writeFile(aside, JSON.stringify(note), { mode: 0o600 });
  await rename(aside, file);
}

/** What was refused was since accepted. */
export const forgetRefusal = async (account: Account): Promise<void> => rm(fileOf(account), { force: true });

const fileOf = ({ folder, key }: Account): string => join(folder, `${key}.refused.json`);

const digest = (credentials: readonly string[], salt: string): string => scryptSync(JSON.stringify(credentials), salt, 2).toString('hex');

async function read(file: string): Promise<z.infer<typeof Note> | 'unreadable' | undefined> {
  try {
    return Note.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    return isSystemError(error, 'ENOENT') ? undefined : 'unreadable';
  }
}
