import type { Express } from 'express';
import express from 'express';
import type { NodeProgramSettings } from './node-process.ts';

/** Milliseconds for a token. */
const patience = 5_000;

/**
 * A back-end without users: it gets a token with its own secret whenever it has work to do. `GET /work` does some, and
 * answers 200, or 502 with the reason.
 */
export function serviceApplication(settings: NodeProgramSettings): Express {
  const application = express();
  application.disable('x-powered-by');
  application.get('/', (_request, response) => void response.json({ service: settings.clientId }));
  application.get('/work', async (_request, response) => {
    const refused = await reasonForNoToken(settings);
    response.status(refused === undefined ? 200 : 502).json(refused === undefined ? { done: true } : { done: false, reason: refused });
  });
  return application;
}

async function reasonForNoToken({ issuer, clientId, clientSecret }: NodeProgramSettings): Promise<string | undefined> {
  try {
    const response = await fetch(`${issuer}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret ?? '',
      }),
      signal: AbortSignal.timeout(patience),
    });
    return response.ok ? undefined : `the token endpoint answered ${response.status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
