import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { canonicalJson, Environment, secret } from '@keycloak-release-gate/core';
import { afterAll } from 'vitest';
import { resolveDeploy } from '../src/deploy/resolve.ts';
import type { DeployQuestion } from '../src/deploy/resolve.ts';

// github.com is not asked: a small server answers with the documents that GitHub's REST reference gives as examples
// (docs.github.com/rest/actions/workflow-runs, "Get a workflow run"; rest/using-the-rest-api, rate limits and errors).
export const documented: object = JSON.parse(
  readFileSync(new URL('./fixtures/github-workflow-run.json', import.meta.url), 'utf8'),
) as object;
/** That run with other members. */
export const run = (changes: object): object => ({ ...documented, ...changes });

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** The address of a server that answers so. */
export async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

export const token = secret.variable('GITHUB_TOKEN');
/** An environment that is deployed by an action, or by none. */
export const environmentWith = (github: object | undefined): Environment =>
  Environment.parse({
    id: 'acc',
    title: 'Acceptance',
    keycloak: { publicUrl: 'https://sso.example', adminUrl: 'https://sso.example', realms: ['main'] },
    gate: { admin: { realm: 'main', clientId: 'gate', secret: secret.variable('SECRET') } },
    ...(github === undefined ? {} : { deploy: { github: { repository: 'octo-org/octo-repo', workflow: 'deploy.yml', ...github } } }),
  });

/** The deploy that is found out, by a suite that judges it unless said otherwise. */
export async function asked(question: Partial<Omit<DeployQuestion, 'environment'>>, github?: object) {
  return resolveDeploy({
    options: {},
    variables: {},
    judged: true,
    secrets: new Map([[canonicalJson(token), { value: 'ghp_very-secret' }]]),
    signal: AbortSignal.timeout(30_000),
    ...question,
    environment: environmentWith(github),
  });
}

/** A server that knows documents by path, and the requests that it got. */
export async function gitHub(documents: Readonly<Record<string, object>>) {
  const requests: { url: string; authorization: string | undefined }[] = [];
  const apiUrl = await serve((request, response) => {
    requests.push({ url: request.url ?? '', authorization: request.headers.authorization });
    const found = documents[request.url ?? ''];
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(found ?? { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' }));
  });
  return { apiUrl, requests };
}

/** What the documented run tells. */
export const told = {
  commit: 'acb5820ced9479c074f688cc328bf03f341a511d',
  actor: 'octocat',
  url: 'https://github.com/octo-org/octo-repo/actions/runs/30433642',
};
export const runsPath = '/repos/octo-org/octo-repo/actions/workflows/deploy.yml/runs?per_page=30';
