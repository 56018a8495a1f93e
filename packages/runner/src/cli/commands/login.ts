import { findBrowser, sharedBrowser } from '@keycloak-release-gate/checks/browser';
import { createShared } from '../../collect/shared.ts';
import { command } from '../command.ts';
import { exitCodeOf, listen } from '../listen.ts';
import type { LoginFlags } from '../login/watch-login.ts';

/**
 * `verify login <application>`: one application, logged in to and out of while its author watches: each page, what is done on it, and
 * where it stops what is there instead.
 */
export const login = command(async (flags: LoginFlags, id: string) => {
  const interrupt = new AbortController();
  const stopListening = listen(interrupt);
  const shared = createShared();
  try {
    // A person waits, and the browser takes longest: it starts before the program is loaded and the environment read. Where that one names
    // another, or there is none, or it does not start, the look sees to it.
    const likely = flags.headed ? undefined : await findBrowser({});
    if (likely !== undefined) sharedBrowser(likely, shared.get).catch(() => undefined);
    const { watchLogin } = await import('../login/watch-login.ts');
    return await watchLogin(flags, id, { shared, signal: interrupt.signal });
  } catch (error) {
    if (interrupt.signal.aborted) return exitCodeOf(interrupt.signal.reason);
    throw error;
  } finally {
    await shared.dispose();
    stopListening();
  }
});
