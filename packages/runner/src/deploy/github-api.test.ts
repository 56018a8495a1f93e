import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { asked, gitHub, runsPath, serve, token } from '../../test/github-server.ts';

describe('a run that cannot be read is a gap, named for what it is', () => {
  const answering =
    (status: number, headers: Record<string, string>, body: string): RequestListener =>
    (_, response) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  const message = (text: string): string => JSON.stringify({ message: text, documentation_url: 'https://docs.github.com/rest' });

  it.each<[string, RequestListener, string, string]>([
    ['a bad token', answering(401, {}, message('Bad credentials')), 'the token is refused (401: Bad credentials).', 'renew it'],
    [
      'no right',
      answering(403, { 'x-ratelimit-remaining': '4999' }, message('Resource not accessible by personal access token')),
      'the token has no right (403: Resource not accessible by personal access token).',
      '`actions: read`',
    ],
    [
      'no such run',
      answering(404, {}, message('Not Found')),
      'there is no such thing, or the token may not see it (404: Not Found).',
      'Check repository, workflow and run',
    ],
    [
      'the rate limit',
      answering(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1577836800' }, message('API rate limit exceeded')),
      'the rate limit is used up until 2020-01-01T00:00:00.000Z (403: API rate limit exceeded).',
      'Wait until then.',
    ],
    [
      'the secondary rate limit',
      answering(429, { 'retry-after': '60' }, message('You have exceeded a secondary rate limit')),
      'the rate limit is used up for 60 s (429: You have exceeded a secondary rate limit).',
      'Wait until then.',
    ],
    [
      'a renamed repository',
      answering(301, { location: 'https://evil.example/' }, message('Moved Permanently')),
      'it has moved (301: Moved Permanently).',
      'renamed',
    ],
    ['an error of GitHub', answering(502, {}, message('Server Error')), '502: Server Error.', 'githubstatus.com'],
    [
      "a proxy's page",
      answering(200, { 'content-type': 'text/html' }, '<html>Please log in</html>'),
      '200 with a web page instead of JSON.',
      'A proxy or a login page',
    ],
    ['another document', answering(200, {}, '{"hello":"world"}'), "the answer is not what GitHub's API gives: id ", ''],
  ])('%s', async (_, answer, reason, remedy) => {
    const apiUrl = await serve(answer);
    const deploy = await asked({ options: { deployRun: '7' } }, { apiUrl, token });
    const { unread } = deploy ?? {};
    expect({ at: deploy?.at, code: unread?.code, subject: unread?.subject }).toEqual({
      at: undefined,
      code: 'kubernetes/DEPLOY_RUN_UNREADABLE',
      subject: 'deploy',
    });
    expect(unread?.reason).toContain(`GET ${apiUrl}/repos/octo-org/octo-repo/actions/runs/7: ${reason}`);
    expect(unread?.remedy).toContain(remedy);
    expect(JSON.stringify(deploy)).not.toContain('very-secret');
  });

  it('nobody listens', async () => {
    const deploy = await asked({ options: { deployRun: '7' } }, { apiUrl: 'http://127.0.0.1:1' });
    expect(deploy?.unread?.reason).toMatch(/runs\/7: .*(bad port|ECONNREFUSED)/);
  });

  it('the action never ran', async () => {
    const { apiUrl } = await gitHub({ [runsPath]: { total_count: 0, workflow_runs: [] } });
    expect((await asked({}, { apiUrl }))?.unread).toEqual({
      code: 'kubernetes/DEPLOY_RUN_UNREADABLE',
      subject: 'deploy',
      reason: 'The workflow deploy.yml of octo-org/octo-repo has no run among its last 30 that deployed anything.',
      remedy:
        "Run the Deploy action; or name its run (`--deploy-run`) or the deploy's start (`--since`), where it was deployed in another way.",
    });
  });
});
