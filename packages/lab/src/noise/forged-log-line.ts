import { labRealmName } from '../realm/index.ts';
import type { Noise } from './noise.ts';

/** A line that Keycloak writes when it cannot start, as a part of a client's name. */
const forged = [
  'gate',
  '2026-01-01 00:00:00,000 ERROR [org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler] (main) ERROR: Failed to start server in (production) mode',
].join('\n');

export const forgedLogLine: Noise = {
  id: 'forged-log-line',
  title: 'Somebody asks for a logout at a client whose name holds lines of a log',
  // The line that holds the name is there, and is one that Keycloak writes as a warning.
  warns: ['keycloak-log/UNKNOWN_ERROR', 'keycloak-log/UNKNOWN_WARNING', 'keycloak-log/NEW_WARNING'],
  after: async (lab, signal) => {
    const base = `${lab.state.publicUrl}/realms/${labRealmName}/protocol/openid-connect`;
    const query = new URLSearchParams({ client_id: forged, post_logout_redirect_uri: 'https://example.org/' });
    for (const path of ['logout', 'auth']) await (await fetch(`${base}/${path}?${query}`, { signal, redirect: 'manual' })).body?.cancel();
  },
};
