import { readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Lab } from '../lab/lab.ts';
import { manifestOf, readManifest } from '../postgres/manifest.ts';
import type { BackupManifest } from '../postgres/manifest.ts';

/** Under such a name a file is put aside; whoever lists backups passes over it. */
const asidePrefix = '.before-fault.';
const asideOf = (file: string): string => join(dirname(file), `${asidePrefix}${basename(file)}`);

/** The dumps of the lab, newest first. */
export async function dumps(lab: Lab): Promise<readonly string[]> {
  return (await files(lab))
    .filter((file) => file.endsWith('.dump'))
    .toSorted()
    .toReversed();
}

export async function newestDump(lab: Lab): Promise<string> {
  const [newest] = await dumps(lab);
  if (newest === undefined) throw new Error(`There is no dump in ${lab.folder.backups}.`);
  return newest;
}

/** Puts a file's content and times aside, so that `restoreFiles` can bring it back. */
async function putAside(file: string): Promise<Buffer> {
  const content = await readFile(file);
  const { atime, mtime } = await stat(file);
  await writeFile(asideOf(file), content, { mode: 0o600 });
  await utimes(asideOf(file), atime, mtime);
  return content;
}

/** Replaces the content of a dump by another; the manifest and the file's time stay. */
export async function changeDump(file: string, change: (content: Buffer) => Buffer): Promise<void> {
  const content = await putAside(file);
  const { atime, mtime } = await stat(file);
  await writeFile(file, change(content));
  await utimes(file, atime, mtime);
}

/** Replaces what the manifest of a dump says. */
export async function changeManifest(dump: string, change: Partial<BackupManifest>): Promise<void> {
  const manifest = await readManifest(dump);
  await putAside(manifestOf(dump));
  await writeFile(manifestOf(dump), `${JSON.stringify({ ...manifest, ...change }, undefined, 2)}\n`);
}

/** Makes a dump old: the times in its manifest, its file's time, and its name stay in step with each other. */
export async function ageDump(dump: string, hours: number): Promise<void> {
  const at = new Date(Date.now() - hours * 3_600_000);
  await changeManifest(dump, { snapshotAt: at.toISOString(), finishedAt: at.toISOString() });
  const content = await putAside(dump);
  await writeFile(dump, content);
  for (const file of [dump, manifestOf(dump)]) await utimes(file, at, at);
}

/** Takes all backups away. */
export async function hideBackups(lab: Lab): Promise<void> {
  for (const file of await files(lab)) await rename(file, asideOf(file));
}

/** Takes one backup away, with its manifest. */
export async function hideDump(dump: string): Promise<void> {
  for (const file of [dump, manifestOf(dump)]) await rename(file, asideOf(file));
}

/** Removes a dump that a fault made, with its manifest. */
export async function removeDump(dump: string): Promise<void> {
  for (const file of [dump, manifestOf(dump)]) await rm(file, { force: true });
}

/** Brings every file back that a fault put aside. */
export async function restoreBackups(lab: Lab): Promise<void> {
  const { backups } = lab.folder;
  for (const name of await readdir(backups)) {
    if (name.startsWith(asidePrefix)) await rename(join(backups, name), join(backups, name.slice(asidePrefix.length)));
  }
}

const files = async (lab: Lab): Promise<readonly string[]> =>
  (await readdir(lab.folder.backups)).filter((name) => !name.startsWith('.')).map((name) => join(lab.folder.backups, name));

/** Flips one bit in the middle of a file's data. */
export async function flipBit(file: string): Promise<void> {
  await changeDump(file, (content) => {
    const changed = Buffer.from(content);
    const at = Math.floor(changed.length / 2);
    changed[at] = (changed[at] ?? 0) ^ 0x10;
    return changed;
  });
}
