import { askProgram } from '@keycloak-release-gate/checks/ask-program';
import { PrintedConfirmations } from '@keycloak-release-gate/core';
import type { Confirmation } from '@keycloak-release-gate/core';
import { Unreadable } from './unreadable.ts';

const LIMITS = { seconds: 60, largest: 4_000_000 };

/**
 * What a program says of a release in an environment: their ids are its last two arguments. Throws Unreadable where it
 * failed, or printed anything else than confirmations.
 */
export async function byCommand(
  [file = '', ...args]: readonly string[],
  { release, environment }: { readonly release: string; readonly environment: string },
  signal: AbortSignal,
): Promise<readonly Confirmation[]> {
  const answer = await askProgram([file, ...args, release, environment], LIMITS, signal);
  if ('problem' in answer) throw new Unreadable(answer.problem);
  let printed: unknown;
  try {
    printed = JSON.parse(answer.output);
  } catch (error) {
    throw new Unreadable('printed no JSON', { cause: error });
  }
  const parsed = PrintedConfirmations.safeParse(printed);
  if (parsed.success) return parsed.data.confirmations;
  const [issue] = parsed.error.issues;
  throw new Unreadable(`printed something else than confirmations: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`.slice(0, 300));
}
