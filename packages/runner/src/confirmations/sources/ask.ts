import type { Confirmation, Environment, Release, SecretReference, UnreadConfirmations } from '@keycloak-release-gate/core';
import { confirmationTypes } from '@keycloak-release-gate/core';
import { Unreadable } from './unreadable.ts';

/** What the sources of an environment say beside the scenarios, and which of them could not be read. */
export interface SaidElsewhere {
  readonly confirmations: readonly Confirmation[];
  readonly unread: readonly UnreadConfirmations[];
}

/** Asks a program, and the calendar of who is on call, where the environment declares them. Throws only when aborted. */
export async function askSources(
  {
    release,
    environment,
    secret,
    now,
  }: {
    readonly release: Release;
    readonly environment: Environment;
    readonly secret: (reference: SecretReference) => string;
    /** ISO 8601. */
    readonly now: string;
  },
  signal: AbortSignal,
): Promise<SaidElsewhere> {
  const { command, onCall } = environment.confirmations ?? {};
  const asked = await Promise.all([
    ...(command
      ? [
          answered(`The program ${command[0] ?? ''}`, confirmationTypes, signal, async () => {
            const { byCommand } = await import('./by-command.ts');
            return byCommand(command, { release: release.id, environment: environment.id }, signal);
          }),
        ]
      : []),
    ...(onCall
      ? [
          answered('The calendar of who is on call could not be read:', ['stand-by engineer'], signal, async () => {
            const [{ onDuty }, { readCalendar }] = await Promise.all([import('./on-duty.ts'), import('./read-calendar.ts')]);
            return onDuty(await readCalendar(onCall, secret, signal), { release, environment, onCall, now });
          }),
        ]
      : []),
  ]);
  return { confirmations: asked.flatMap(({ confirmations }) => confirmations), unread: asked.flatMap(({ unread }) => unread) };
}

/** How persons are reached is left out: what a run records is seen by more. */
async function answered(
  subject: string,
  types: UnreadConfirmations['types'],
  signal: AbortSignal,
  ask: () => Promise<readonly Confirmation[]>,
): Promise<SaidElsewhere> {
  try {
    return { confirmations: (await ask()).map(({ contact: _contact, ...rest }) => rest), unread: [] };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Unreadable)) throw error;
    return { confirmations: [], unread: [{ types, why: `${subject} ${error.message}.` }] };
  }
}
