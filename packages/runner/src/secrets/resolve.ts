import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { canonicalJson, describeSecretReference, SecretReference, SHORTEST_SECRET } from '@keycloak-release-gate/core';
import type { Problem } from '@keycloak-release-gate/core';
import type { Variables } from '../scenarios/resolve-environment.ts';

/** Every secret that an environment refers to, by its reference, with the place it is needed for. */
export interface ResolvedSecrets {
  readonly values: ReadonlyMap<string, { readonly value: string; readonly place: string }>;
  /** What is wrong with those that are there. */
  readonly problems: readonly Problem[];
  /** Those that are not there, by their reference. */
  readonly missing: ReadonlyMap<string, Problem>;
}

/** A look asked for a secret that is not given where this part of the plan is collected. */
export class SecretMissing extends Error {
  override readonly name = 'SecretMissing';
  constructor({ message }: Problem) {
    super(message);
  }
}

/** Reads all secrets that are referred to anywhere in `root`; what is missing or too short is told, all at once. */
export function resolveSecrets(root: unknown, variables: Variables, file: string): ResolvedSecrets {
  const values = new Map<string, { value: string; place: string }>();
  const problems: Problem[] = [];
  const missing = new Map<string, Problem>();
  for (const { reference, place } of secretReferences(root, [])) {
    const key = canonicalJson(reference);
    if (values.has(key) || missing.has(key)) continue;
    const found = read(reference, variables);
    const where = describeSecretReference(reference);
    if ('why' in found) {
      missing.set(key, {
        code: 'SECRET_MISSING',
        message: `The secret for ${place} is missing: it is looked for in ${where}, and ${found.why}.`,
        where: file,
        remedy: `Put it into ${where}, or name another place in the file.`,
      });
    } else if (found.value.length < SHORTEST_SECRET) {
      problems.push({
        code: 'SECRET_TOO_SHORT',
        message: `The secret for ${place} has fewer than ${SHORTEST_SECRET} characters: removing it from reports would scrub ordinary words.`,
        where: file,
        remedy: 'Use a longer one.',
      });
    } else values.set(key, { value: found.value, place });
  }
  return { values, problems, missing };
}

function* secretReferences(
  part: unknown,
  path: readonly string[],
): Generator<{ readonly reference: SecretReference; readonly place: string }> {
  if (typeof part !== 'object' || part === null) return;
  const reference = SecretReference.safeParse(part);
  if (reference.success) yield { reference: reference.data, place: path.join('.') };
  else for (const [key, member] of Object.entries(part)) yield* secretReferences(member, [...path, key]);
}

function read(reference: SecretReference, variables: Variables): { readonly value: string } | { readonly why: string } {
  try {
    switch (reference.secret) {
      case 'variable': {
        const value = variables[reference.name];
        return value ? { value } : { why: 'it is not set' };
      }
      case 'file':
        return notEmpty(readFileSync(reference.path, 'utf8'), 'the file is empty');
      case 'command': {
        const [program = '', ...words] = reference.command;
        return notEmpty(
          execFileSync(program, words, { encoding: 'utf8', timeout: 15_000, stdio: ['ignore', 'pipe', 'ignore'] }),
          'it prints nothing',
        );
      }
    }
  } catch (error) {
    // The message of a failed command holds its output, which may hold the secret: its code says enough.
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an error';
    return { why: code === 'ENOENT' ? 'there is no such file or program' : `reading it failed (${code})` };
  }
}

const notEmpty = (text: string, otherwise: string): { readonly value: string } | { readonly why: string } => {
  const value = text.replace(/\r?\n$/, '');
  return value ? { value } : { why: otherwise };
};
