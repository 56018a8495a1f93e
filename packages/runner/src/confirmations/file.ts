import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Confirmation } from '@keycloak-release-gate/core';
import { readChain, withLink } from './chain.ts';
import type { Linked } from './chain.ts';

/** Where the confirmations of a release are added to, beside its file. */
export const confirmationsFile = (scenarios: string, release: string): string =>
  join(scenarios, 'releases', `${release}.confirmations.jsonl`);

/** The confirmations that were added to a release, in their order; none without a file. Throws a ConfigurationError where it was edited. */
export function readConfirmations(scenarios: string, release: string): readonly Linked[] {
  const path = confirmationsFile(scenarios, release);
  if (!existsSync(path)) return [];
  return whole(path, readFileSync(path), release);
}

function whole(path: string, bytes: Uint8Array, release: string): readonly Linked[] {
  const { confirmations, problem } = readChain(bytes, release, relative(process.cwd(), path));
  if (problem) throw new ConfigurationError([problem]);
  return confirmations;
}

/**
 * Adds a confirmation to its release, and returns the file. Two that add at the same time do so one after the other, and whoever reads
 * meanwhile sees the file without it or with it. Throws a ConfigurationError where the file was edited, or where another one holds it for
 * longer than `patience` ms.
 */
export async function addConfirmation(scenarios: string, confirmation: Confirmation, patience = 5_000): Promise<string> {
  const { release } = confirmation;
  const path = confirmationsFile(scenarios, release);
  const draft = `${path}.unfinished`;
  const file = await openAlone(draft, patience);
  try {
    try {
      const before = existsSync(path) ? readFileSync(path) : Buffer.of();
      whole(path, before, release);
      writeFileSync(file, withLink(before, release, confirmation));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  return path;
}

/** The draft, once nobody else has it. It is there only while somebody adds. */
async function openAlone(draft: string, patience: number): Promise<number> {
  const until = Date.now() + patience;
  for (;;) {
    try {
      return openSync(draft, 'wx');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if (Date.now() > until)
        throw new ConfigurationError([
          {
            code: 'CONFIRMATIONS_BUSY',
            message: 'Somebody else adds a confirmation to this release, or was ended while they did.',
            where: relative(process.cwd(), draft),
            remedy: 'If nobody does, remove this file; nothing in it counts.',
          },
        ]);
      await setTimeout(50);
    }
  }
}
