import { labRealmName } from '../realm/index.ts';
import type { Noise } from './noise.ts';

/** Lines that Keycloak writes when it cannot start, as a part of a client's name. */
const forged = [
  'gate',
  '2026-01-01 00:00:00,000 ERROR [org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler] (main) ERROR: Failed to start server in (production) mode',
  '2026-01-01 00:00:00,001 ERROR [org.keycloak.services] (main) KC-SERVICES0010: Failed to add user',
].join('\n');

export const forgedLogLine: Noise = {
  id: 'forged-log-line',
  title: 'Somebody asks for a logout at a client whose name holds lines of a log',
  after: async (lab, signal) => {
    const base = `${lab.state.publicUrl}/realms/${labRealmName}/protocol/openid-connect`;
    const query = new URLSearchParams({ client_id: forged, post_logout_redirect_uri: 'https://example.org/' });
    for (const path of ['logout', 'auth']) await (await fetch(`${base}/${path}?${query}`, { signal, redirect: 'manual' })).body?.cancel();
  },
};
