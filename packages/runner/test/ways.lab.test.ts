import { delimiter, dirname } from 'node:path';
import { providePrograms } from '@keycloak-release-gate/lab';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environment, verify } from './run-program.ts';
import { startCompany } from './ways/company.ts';
import type { Company } from './ways/company.ts';

// A company's network in small: its own authority, its proxy, and one server of each kind; the program as a user starts it.

const signal = AbortSignal.timeout(300_000);
let company: Company;
let certutil = '';

beforeAll(async () => {
  const programs = await providePrograms(['certutil'], signal);
  certutil = dirname(programs.certutil);
  company = await startCompany(signal);
});
afterAll(async () => company?.close());

const Seen = z.object({
  seen: z.array(z.object({ look: z.string(), gaps: z.array(z.object({ code: z.string(), reason: z.string() })) })),
  ways: z.array(
    z.object({
      client: z.string(),
      to: z.string(),
      proxy: z.object({ url: z.string(), by: z.string() }).optional(),
      trusts: z.string().optional(),
      gaps: z.array(z.object({ code: z.string(), reason: z.string(), remedy: z.string() })),
      notes: z.array(z.string()).optional(),
    }),
  ),
});

/** Which authority each client is given. */
interface Given {
  readonly node?: boolean;
  readonly browser?: boolean;
  readonly database?: boolean;
  readonly api?: boolean;
}

/** The environment's file. Keycloak is at a name that only the proxy knows; its admin API is reached directly. */
const declared = ({ browser = true, database = true, api = true }: Given, cluster: object = {}): string =>
  environment(
    `database: { host: '127.0.0.1', port: ${company.database}, name: 'postgres', user: 'gate', password: secret.variable('TEST_GATE_SECRET')${database ? `, caFile: '${company.databaseAuthority}'` : ''} },
     kubernetes: { kubeconfig: '${company.kubeconfig({ ...(api ? { 'certificate-authority': company.kubernetesAuthority } : {}), 'proxy-url': proxy(), ...cluster })}', namespace: 'sso', workload: { name: 'keycloak' } },
     ${browser ? `chromiumCaFile: '${company.authority}',` : ''}`,
    `publicUrl: 'https://sso.example:${company.https}', adminUrl: 'https://127.0.0.1:${company.https}', realms: ['main']`,
  );

const proxy = (credentials = ''): string => `http://${credentials}127.0.0.1:${company.proxy.port}`;

const variables = (given: Given = {}, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  PATH: `${certutil}${delimiter}${process.env['PATH'] ?? ''}`,
  TEST_GATE_SECRET: 'long-enough-secret',
  NODE_USE_ENV_PROXY: '1',
  HTTPS_PROXY: proxy(),
  NO_PROXY: '127.0.0.1',
  ...(given.node === false ? {} : { NODE_EXTRA_CA_CERTS: company.authority }),
  ...more,
});

/** What the doctor sees of the ways, and what the proxy saw of them. */
async function doctor(file: string, given: Readonly<Record<string, string>>, suite?: string) {
  company.proxy.asked();
  const scenarios = { environment: file, ...(suite === undefined ? {} : { suite }) };
  const { exitCode, out, err } = await verify(['doctor', '--env', 'one', '--json'], scenarios, given);
  expect(err).toBe('');
  const { ways, seen } = Seen.parse(JSON.parse(out));
  return { exitCode, ways, seen, codes: ways.flatMap(({ gaps }) => gaps.map(({ code }) => code)), asked: new Set(company.proxy.asked()) };
}

/** What looks at certificates, by a connection of its own. */
const certificates = `
import { certificateSound } from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
export default defineSuite({ id: 'health', title: 'Health', needsRelease: false, steps: () => [step({ id: 'a/b', sentence: 'A sentence' }, [certificateSound()])] });`;

const behind = (): string => `sso.example:${company.https}`;

describe('behind a proxy and an authority of the company', () => {
  test('each client comes through, and each says which way and whom it trusts', async () => {
    const { exitCode, ways, seen, asked } = await doctor(declared({}), variables(), certificates);
    const throughProxy = { url: proxy(), by: 'HTTPS_PROXY' };
    const own = `Node's own authorities and those in ${company.authority} (NODE_EXTRA_CA_CERTS)`;
    expect(ways).toEqual([
      { client: 'Node', to: `https://${behind()}`, proxy: throughProxy, trusts: own, gaps: [] },
      { client: 'Node', to: `https://127.0.0.1:${company.https}`, trusts: own, gaps: [] },
      {
        client: 'browser',
        to: `https://${behind()}`,
        proxy: throughProxy,
        trusts: `Chromium's own authorities and those in ${company.authority} (\`chromiumCaFile\`)`,
        gaps: [],
      },
      { client: 'PostgreSQL', to: `127.0.0.1:${company.database}`, trusts: `${company.databaseAuthority} (\`database.caFile\`)`, gaps: [] },
      {
        client: 'API server',
        to: company.kubernetes,
        proxy: { url: proxy(), by: expect.stringMatching(/^proxy-url in .*kubeconfig-1$/) as string },
        trusts: expect.stringMatching(/^the authority of the cluster "company" in /) as string,
        gaps: [],
      },
    ]);
    expect({ exitCode, unseen: seen.flatMap(({ gaps }) => gaps) }).toEqual({ exitCode: 0, unseen: [] });
    // Node to the admin API went around it, as NO_PROXY says.
    expect(asked).toEqual(new Set([behind(), company.kubernetes.replace('https://', '')]));
  });

  test.each([
    [{ node: false }, ['ways/NODE_UNTRUSTED', 'ways/NODE_UNTRUSTED'], 'NODE_EXTRA_CA_CERTS', 'Company Root'],
    [{ browser: false }, ['ways/BROWSER_UNTRUSTED'], 'chromiumCaFile', 'Company Root'],
    [{ database: false }, ['ways/DATABASE_UNTRUSTED'], 'database.caFile', 'Database Root'],
    [{ api: false }, ['ways/API_UNTRUSTED'], 'certificate-authority', '-ca@'],
  ])('the authority taken from %o alone is missing there alone', async (given: Given, codes, remedy, issuer) => {
    const seen = await doctor(declared(given), variables(given));
    expect(seen).toMatchObject({ exitCode: 3, codes });
    const last = seen.ways.flatMap(({ gaps }) => gaps).at(-1);
    expect(last?.remedy).toContain(remedy);
    expect(last?.reason).toMatch(new RegExp(`was signed by "[^"]*${issuer}`));
  });

  test('a proxy that wants a password is told of for each that goes through it, and has it from the variable', async () => {
    company.proxy.refuse(407);
    try {
      const refused = await doctor(declared({}), variables());
      expect(refused).toMatchObject({
        exitCode: 3,
        codes: ['ways/NODE_PROXY_REFUSED', 'ways/BROWSER_PROXY_REFUSED', 'ways/API_PROXY_REFUSED'],
      });
      for (const { reason } of refused.ways.flatMap(({ gaps }) => gaps)) expect(reason).toContain('It answered 407');
      const file = declared({}, { 'proxy-url': proxy('gate:p%40ss@') });
      const { exitCode, ways, codes, asked } = await doctor(file, variables({}, { HTTPS_PROXY: proxy('gate:p%40ss@') }));
      expect({ exitCode, codes }).toEqual({ exitCode: 0, codes: [] });
      expect(asked).toContain(`${behind()} as gate:p@ss`);
      expect(JSON.stringify(ways)).not.toMatch(/p%40ss|p@ss/);
    } finally {
      company.proxy.refuse();
    }
  });

  test('a proxy that forbids the host, one that is not there, and NO_PROXY for what only the proxy knows', async () => {
    company.proxy.refuse(403);
    const forbidden = await doctor(declared({}), variables());
    company.proxy.refuse();
    expect(forbidden.codes).toEqual(['ways/NODE_PROXY_REFUSED', 'ways/BROWSER_PROXY_REFUSED', 'ways/API_PROXY_REFUSED']);
    const nowhere = 'http://127.0.0.1:9';
    const gone = await doctor(declared({}, { 'proxy-url': nowhere }), variables({}, { HTTPS_PROXY: nowhere }));
    expect(gone.codes).toEqual(['ways/NODE_PROXY_UNREACHED', 'ways/BROWSER_PROXY_UNREACHED', 'ways/API_PROXY_UNREACHED']);
    const exempt = await doctor(declared({}), variables({}, { NO_PROXY: '127.0.0.1,sso.example' }));
    expect(exempt.codes).toEqual(['ways/NODE_NAME_UNKNOWN', 'ways/BROWSER_NAME_UNKNOWN']);
    expect(exempt.asked).toEqual(new Set([company.kubernetes.replace('https://', '')]));
  });

  test('Node alone takes no proxy where it was not told to, and the block says so to a person', async () => {
    const { NODE_USE_ENV_PROXY: _, ...untold } = variables();
    const { exitCode, out } = await verify(['doctor', '--env', 'one'], { environment: declared({}) }, untold);
    expect(exitCode).toBe(3);
    expect(out).toContain(`Ways\n  ✗ Node        https://${behind()}  directly\n`);
    expect(out).toContain('      ! Node does not take the proxy in HTTPS_PROXY: that needs NODE_USE_ENV_PROXY=1.\n');
    expect(out).toContain(`  ✓ browser     https://${behind()}  through ${proxy()} (HTTPS_PROXY)\n`);
    expect(out.match(/code {2}ways\/\w+/g)).toEqual(['code  ways/NODE_NAME_UNKNOWN']);
  });
});
