import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment, place, refusal, verify } from './run-program.ts';

/** Pages as they stand before any login. */
const documents: Readonly<Record<string, string>> = {
  '/two': '<title>Two ways</title><a class="in" href="/a">Log in</a><a class="in" href="/b">Log in here</a>',
  '/open': '<title>Open to all</title><button id="out">Log out</button>',
};
const canary = 'canary-secret-of-robin';

let server: Server;
let base: string;
beforeAll(async () => {
  server = createServer(({ url = '' }, response) => void response.setHeader('content-type', 'text/html').end(documents[url] ?? ''));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const nowhere = "publicUrl: 'http://127.0.0.1:9', adminUrl: 'http://127.0.0.1:9', realms: ['main']";
const application = (url: string, login: string, id = 'portal'): string =>
  `defineApplication({ id: '${id}', realm: 'main', clientId: 'portal', login: { kind: 'browser', loggedIn: '#out', logout: { click: '#out' }, ${login} }, environments: { one: { url: '${url}', user: 'robin' } } })`;
const scenarios = (...applications: readonly string[]) => ({
  environment: environment(
    `users: { robin: { username: 'robin', password: secret.variable('TEST_ROBIN') } }, applications: [${applications.join(', ')}]`,
    nowhere,
  ),
});
const variables = { TEST_GATE_SECRET: 'long-enough-secret', TEST_ROBIN: canary, HOME: place };
const login = (...applications: readonly string[]) => verify(['login', 'portal', '--env', 'one'], scenarios(...applications), variables);

describe('verify login', { timeout: 120_000 }, () => {
  it('says which applications there are', async () => {
    const one = scenarios(application(base, ''));
    expect(await refusal(['login', 'portl', '--env', 'one'], one, variables)).toContain('Did you mean "portal"? There are: portal.');
    const service =
      "defineApplication({ id: 'service', realm: 'main', clientId: 's', login: { kind: 'service', clientSecret: secret.variable('TEST_GATE_SECRET') }, environments: { one: {} } })";
    expect(await refusal(['login', 'service', '--env', 'one'], scenarios(service), variables)).toContain('Nobody logs in to "service"');
    expect(await refusal(['login', 'portal', '--env', 'one', '--headed'], one, variables)).toContain(
      'There is no screen to show a browser on.',
    );
  });

  it('tells what of several is to be clicked, and clicks none of them', async () => {
    const { exitCode, out } = await login(application(`${base}/two`, "start: { click: '.in' }"));
    expect(exitCode).toBe(1);
    expect(out).toContain('the page is titled "Two ways"');
    expect(out).toMatch(
      /to click on it, for a selector of one element:\n\s+a\[href="\/a"\] {2}"Log in"\n\s+a\[href="\/b"\] {2}"Log in here"/,
    );
    expect(out).toContain('code  login/SELECTOR_AMBIGUOUS');
  });

  it('tells a selector that is none, and a page that shows a login to everybody', async () => {
    expect((await login(application(`${base}/two`, "start: { click: '##in' }"))).out).toContain('code  login/SELECTOR_INVALID');
    const open = await login(application(`${base}/open`, ''));
    expect(open.out).toContain('code  login/LOGIN_NOT_ASKED');
    expect(open.out).toMatch(/to click on it, for loggedIn:\n\s+#out {2}"Log out"/);
  });

  it('knows what it did not see from what is wrong, and never shows the password', async () => {
    const { exitCode, out, err } = await login(application('http://127.0.0.1:9', ''));
    expect({ exitCode, out }).toMatchObject({ exitCode: 3 });
    expect(out).toContain('code  login/NET');
    expect(`${out}${err}`).not.toContain(canary);
  });

  it('takes a step that throws for a failure of its own, and does not quote it', async () => {
    const quoting = `steps: { login: async () => { throw new RangeError('${canary}') } }`;
    const { exitCode, out, err } = await login(application(`${base}/two`, quoting));
    expect(exitCode).toBe(1);
    expect(out).toContain('the step "login" of the application threw RangeError');
    expect(`${out}${err}`).not.toContain(canary);
  });

  it('waits for the person where it is to', async () => {
    const { exitCode, err } = await verify(
      ['login', 'portal', '--env', 'one', '--step'],
      { ...scenarios(application(`${base}/two`, "start: { click: '.in' }")), input: '\n\n' },
      variables,
    );
    expect(exitCode).toBe(1);
    expect(err).toContain('next: start on application (Enter)');
  });
});
