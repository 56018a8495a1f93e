import { createHash } from 'node:crypto';
import { canonicalJson } from '@keycloak-release-gate/core';
import type { Backup, BackupIdentity } from './backup.ts';

/** A backup that is known by its identity, where nobody tells the SHA-256 of its content. */
export const identified = (backup: Backup, identity: BackupIdentity): Backup => ({
  ...backup,
  identity,
  sha256: backup.sha256 ?? createHash('sha256').update(canonicalJson(identity)).digest('hex'),
});

/** What one backup was and is, where that is not the same; both of the same keeper. What was read only once is not compared. */
export function identityDifferences(was: BackupIdentity, is: BackupIdentity): readonly string[] {
  const names = [...new Set([...Object.keys(was.facts), ...Object.keys(is.facts)])];
  const facts = names.map((name) => [name, was.facts[name], is.facts[name]] as const);
  const content = [
    ['SHA-256 of its manifest', was.manifest, is.manifest],
    ['SHA-256 of the names and sizes of its files', was.files, is.files],
  ] as const;
  return [...facts, ...content.filter(([, before, now]) => before !== null && now !== null)]
    .filter(([, before, now]) => before !== now)
    .map(([name, before, now]) => `${name} was ${before ?? 'not told'} and is ${now ?? 'not told'}`);
}

/** Whether something that was read of it before was not read now. */
export const isLessKnown = (was: BackupIdentity, is: BackupIdentity): boolean =>
  (was.manifest !== null && is.manifest === null) || (was.files !== null && is.files === null);
