import { defineCollector, gap } from '@keycloak-release-gate/core';
import { serverInfo, Unseen } from './admin-api.ts';
import { codes } from './codes.ts';
import { Server } from './server/evidence.ts';
import { serverTold } from './server/server-info.ts';

/**
 * The server's own account of itself: providers, themes, features. Any reader of any realm gets it whole, but for the version, which
 * later servers keep to themselves: the image, the log and the database tell that too.
 */
export const server = defineCollector({
  id: 'keycloak-config/server',
  version: 1,
  title: 'What the server is made of',
  vantage: 'anywhere',
  evidence: Server,
  timeout: 100_000,
  params: () => ({}),
  collect: async (_params, context) => {
    let answer: unknown;
    try {
      answer = await serverInfo(context);
    } catch (error) {
      if (error instanceof Unseen) return { gaps: [error.gap] };
      throw error;
    }
    const told = serverTold(answer);
    if (!told)
      return { gaps: [gap(codes.NOT_KEYCLOAK, { subject: 'server', reason: 'GET /admin/serverinfo was answered with something else.' })] };
    return {
      value: told.server,
      gaps: told.hidden.map((part) =>
        gap(codes.SERVER_INFO_REDUCED, {
          subject: `server/${part}`,
          reason: `GET /admin/serverinfo came back without ${part}.`,
        }),
      ),
    };
  },
});
