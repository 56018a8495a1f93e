import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, contentHash } from '@keycloak-release-gate/core';
import type { Json } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { environment, refusal, verify } from './run-program.ts';

interface Given {
  readonly environment?: string;
  readonly realm?: string;
  readonly objects?: Readonly<Record<string, Json>>;
  readonly ids?: Readonly<Record<string, string>>;
  readonly unreadable?: readonly object[];
  readonly gaps?: readonly object[];
  readonly head?: object;
}

/** The text of a snapshot file. */
function snapshot({
  environment: of = 'one',
  realm = 'main',
  objects = before,
  ids = {},
  unreadable = [],
  gaps = [],
  head = {},
}: Given = {}): string {
  const configuration = { realm, exists: true, objects, ids, ambiguous: [], unreadable };
  const contents = {
    schema: 'keycloak-release-gate/snapshot/1',
    environment: of,
    at: '2026-11-27T08:00:00.000Z',
    realms: { [realm]: { gaps, ...(gaps.length === 0 ? { configuration } : {}) } },
    ...head,
  };
  return `${canonicalJson({ ...contents, hash: contentHash(canonicalJson(contents)) })}\n`;
}

const portal = { clientId: 'portal', enabled: true, redirectUris: ['https://a.example/*', 'https://b.example/*'], secret: '‹masked›' };
const before = { realm: { sslRequired: 'external' }, 'client/portal': portal, 'role/member': { name: 'member' } };
const after = {
  realm: { sslRequired: 'external', scimApiEnabled: false },
  'client/portal': { ...portal, redirectUris: ['https://b.example/*', 'https://c.example/*'] },
  'role/auditor': { name: 'auditor' },
  'role/member': { name: 'member' },
};
const later = { at: '2026-11-28T08:00:00.000Z' };
const files = { 'a.json': snapshot(), 'b.json': snapshot({ objects: after }) };
const release = (changes: string, more = ''): string => `
import { client, defineRelease, role } from '@keycloak-release-gate/core';
export default defineRelease({ id: 'r', title: 'R', description: 'R', environments: ['one'], keycloak: { from: '26.4.0', to: '26.4.0' },
  rollback: { plan: 'A', reason: 'none' }, impact: 'none', ${more} expectedChanges: [${changes}] });`;

// Each starts the program: on a busy machine that takes a while.
describe.concurrent('verify diff', { timeout: 60_000 }, () => {
  it('tells a person what differs, from what, to what, and counts what nobody can compare', async () => {
    const { exitCode, out, err } = await verify(['diff', 'a.json', 'b.json'], { files });
    expect({ exitCode, out, err }).toEqual({
      exitCode: 1,
      err: '',
      out: `A  the snapshot of "one" of 2026-11-27T08:00:00.000Z
B  the snapshot of "one" of 2026-11-27T08:00:00.000Z

Realm main: 2 differences in 4 objects
  of no application
    client/portal: redirectUris  changed
      − https://a.example/*
      + https://c.example/*
    role/auditor  added
  who is touched
    clients that no application stands for
      client/portal: redirectUris
    nobody
      role/auditor: no client exposes this role; no group, service account or default role gives it; no policy names it; it gives no right to administer
  what is weaker
    B: A client sends its users to any page of a host. client/portal: redirectUris: + https://c.example/*
    B: A client sends its users to a host that no client of the realm named before. client/portal: redirectUris: + https://c.example/*
  1 secret that nobody can compare: client/portal: secret

Different: 2 differences.
`,
    });
  });

  it('says that two are equal, and ends with 0', async () => {
    const { exitCode, out } = await verify(['diff', 'a.json', 'later.json'], {
      files: { ...files, 'later.json': snapshot({ head: later }) },
    });
    expect({ exitCode, last: out.trim().split('\n').at(-1) }).toEqual({ exitCode: 0, last: 'Equal.' });
  });

  it('groups what is of one application', async () => {
    const application =
      "applications: [defineApplication({ id: 'entrance', realm: 'main', clientId: 'portal', login: { kind: 'service', clientSecret: secret.variable('X') }, environments: { one: {} } })]";
    const { out } = await verify(['diff', 'a.json', 'b.json'], { files, environment: environment(application) });
    expect(out).toContain('  of the application entrance\n    client/portal: redirectUris  changed\n');
    expect(out).toContain('  of no application\n    role/auditor  added\n');
  });

  it('gives the same as data, as Markdown, and as a page', async () => {
    const json = await verify(['diff', 'a.json', 'b.json', '--format', 'json'], { files });
    expect(JSON.parse(json.out)).toMatchObject({
      equal: false,
      exitCode: 1,
      a: { environment: 'one', at: '2026-11-27T08:00:00.000Z' },
      realms: [
        {
          realm: 'main',
          objects: 4,
          differences: [
            { kind: 'changed', object: 'client/portal', attribute: 'redirectUris', before: portal.redirectUris },
            { kind: 'added', object: 'role/auditor', after: { name: 'auditor' } },
          ],
          unverifiable: [{ object: 'client/portal', attribute: 'secret' }],
        },
      ],
      notCompared: [],
    });
    const markdown = await verify(['diff', 'a.json', 'b.json', '--format', 'markdown'], { files });
    expect(markdown.out).toContain('# Different: 2 differences.');
    expect(markdown.out).toContain(
      '- `client/portal: redirectUris` changed\n  - before `https://a.example/*`\n  - after `https://c.example/*`',
    );
    const page = await verify(['diff', 'a.json', 'b.json', '--format', 'html', '--output', 'page.html'], { files });
    expect({ exitCode: page.exitCode, out: page.out }).toEqual({ exitCode: 1, out: '' });
    const html = readFileSync(join(page.folder, 'page.html'), 'utf8');
    expect(html).toContain('<h1><bdi>Different: 2 differences.</bdi></h1>');
    expect(html).toContain("default-src 'none'");
    expect(html).not.toContain('<script');
  });

  it('lets no text of a configuration become markup', async () => {
    const objects = { ...before, 'role/<img src=x>': { name: '`](javascript:x)<script>' } };
    const hostile = { 'a.json': snapshot(), 'b.json': snapshot({ objects }) };
    expect((await verify(['diff', 'a.json', 'b.json', '--format', 'html'], { files: hostile })).out).not.toMatch(/<img|<script/);
    expect((await verify(['diff', 'a.json', 'b.json', '--format', 'markdown'], { files: hostile })).out).toContain(
      '`role/<img src=x>` added',
    );
  });

  it('writes the lines that announce it, and a release with them is no surprise', async () => {
    const { exitCode, out } = await verify(['diff', 'a.json', 'b.json', '--as-expected'], { files });
    expect({ exitCode, out }).toEqual({
      exitCode: 1,
      out: `import { client, role } from '@keycloak-release-gate/core';

expectedChanges: [
  client('portal').redirectUris.adds('https://c.example/*'),
  client('portal').redirectUris.removes('https://a.example/*'),
  role('auditor').isAdded(),
],
`,
    });
    const lines = out.slice(out.indexOf('[') + 1, out.lastIndexOf(']'));
    const held = await verify(['diff', 'a.json', 'b.json', '--release', 'r'], { files, releases: { r: release(lines) } });
    expect({ exitCode: held.exitCode, last: held.out.trim().split('\n').at(-1) }).toEqual({
      exitCode: 0,
      last: 'As announced: 2 differences, none of them a surprise.',
    });
  });

  it('holds a release in both directions', async () => {
    const changes =
      "client('portal').redirectUris.adds('https://c.example/*'), client('portal').enabled.becomes(false), client('portl').enabled.becomes(false)";
    const { exitCode, out } = await verify(['diff', 'a.json', 'b.json', '--release', 'r'], { files, releases: { r: release(changes) } });
    expect(exitCode).toBe(1);
    expect(out).toContain('✗ announced  client/portal: enabled becomes false: it is still true');
    expect(out).toContain('there is no client/portl, neither before nor now (is client/portal meant?)');
    expect(out).toContain('Different: 4 things beside what the release announces.');
  });

  it('maps whole origins between environments by their own files, and strictly it does not', async () => {
    const two = environment().replaceAll('https://sso.example', 'https://sso-two.example').replace("id: 'one'", "id: 'two'");
    const of = (host: string) => ({
      realm: { attributes: { frontendUrl: `https://${host}/x` } },
      'client/portal': { rootUrl: 'https://left.example' },
    });
    const given = {
      'scenarios/environments/two.ts': two,
      'a.json': snapshot({ environment: 'one', objects: of('sso.example') }),
      'b.json': snapshot({ environment: 'two', objects: of('sso-two.example') }),
    };
    const mapped = await verify(['diff', 'a.json', 'b.json'], { files: given });
    expect({ exitCode: mapped.exitCode, out: mapped.out }).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('https://sso.example of A is https://sso-two.example of B') as string,
    });
    expect((await verify(['diff', 'a.json', 'b.json', '--strict'], { files: given })).exitCode).toBe(1);
  });

  it('says of an announced change whether it arrived in both environments', async () => {
    const two = environment().replace("id: 'one'", "id: 'two'");
    const given = {
      'scenarios/environments/two.ts': two,
      'a.json': snapshot({ objects: after }),
      'b.json': snapshot({ environment: 'two' }),
    };
    const { exitCode, out } = await verify(['diff', 'a.json', 'b.json', '--release', 'r'], {
      files: given,
      releases: { r: release("role('auditor').isAdded()") },
    });
    expect(exitCode).toBe(1);
    expect(out).toContain('announced  role/auditor is added: in place in A, missing in B');
    const arrived = await verify(['diff', 'a.json', 'b.json', '--release', 'r'], {
      files: { ...given, 'b.json': snapshot({ environment: 'two', objects: after }) },
      releases: { r: release("role('auditor').isAdded()") },
    });
    expect({ exitCode: arrived.exitCode, out: arrived.out }).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('in place in A, in place in B') as string,
    });
  });

  it('tells what one of the servers has and the other has not, by version', async () => {
    const server = (version: string, listeners: readonly string[]): object => ({
      gaps: [],
      value: { providers: { eventsListener: listeners }, themes: { login: ['base'] }, features: { PASSKEYS: true } },
      version: { value: version, from: "the tag of the workload's image" },
    });
    const given = {
      'a.json': snapshot({ head: { server: server('26.4.0', ['email', 'siem']) } }),
      'b.json': snapshot({ head: { server: server('26.4.0', ['email', 'audit']) } }),
      'c.json': snapshot({ head: { server: { ...server('26.7.4', ['email', 'siem', 'audit']) } } }),
    };
    const same = await verify(['diff', 'a.json', 'b.json'], { files: given });
    expect({ exitCode: same.exitCode, out: same.out }).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining(
        'The server\n  provider/eventsListener/audit is in B alone\n  provider/eventsListener/siem is in A alone\n\nDifferent: 2 differences.',
      ) as string,
    });
    const newer = await verify(['diff', 'a.json', 'c.json'], { files: given });
    expect({ exitCode: newer.exitCode, out: newer.out }).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('provider/eventsListener/audit is in B alone (the newer version may bring it)') as string,
    });
    const unknown = await verify(['diff', 'a.json', 'd.json'], {
      files: { ...given, 'd.json': snapshot({ head: { environment: 'one' } }) },
    });
    expect({ exitCode: unknown.exitCode, out: unknown.out }).toMatchObject({
      exitCode: 3,
      out: expect.stringContaining('What the server is made of (providers, themes, features) is in A alone.') as string,
    });
    const json = await verify(['diff', 'c.json', 'b.json', '--format', 'json'], { files: given });
    expect(JSON.parse(json.out)).toMatchObject({
      exitCode: 0,
      a: { version: '26.7.4' },
      server: [{ part: 'provider/eventsListener/siem', kind: 'gone', why: 'the newer version may bring it' }],
    });
  });

  it('says whom a change touches, by which way, in every format', async () => {
    const scoped = (mapper: string): Readonly<Record<string, Json>> => ({
      realm: { sslRequired: 'external' },
      'client-scope/email': { name: 'email', protocolMappers: { email: { protocolMapper: mapper } } },
      'client/portal': { ...portal, defaultClientScopes: ['email'] },
      'client/wiki': { clientId: 'wiki', enabled: true, standardFlowEnabled: true, optionalClientScopes: ['email'] },
      ...Object.fromEntries(
        Array.from({ length: 14 }, (_, index) => [`client/c${index}`, { clientId: `c${index}`, defaultClientScopes: ['email'] }]),
      ),
    });
    const given = {
      files: {
        'a.json': snapshot({ objects: scoped('oidc-usermodel-property-mapper') }),
        'b.json': snapshot({ objects: scoped('oidc-usermodel-attribute-mapper') }),
      },
      environment: environment(
        "applications: [defineApplication({ id: 'entrance', title: 'The entrance', realm: 'main', clientId: 'portal', login: { kind: 'service', clientSecret: secret.variable('X') }, environments: { one: {} } })]",
      ),
    };
    const { out } = await verify(['diff', 'a.json', 'b.json'], given);
    expect(out).toContain(
      'the application The entrance\n      client-scope/email: protocolMappers.email.protocolMapper → default of 15 clients',
    );
    expect(out).toMatch(/email: .* → optional in 1 client: wiki {2}\(when it asks for the scope\)/);
    expect(out).toContain('→ default of 15 clients: c0, c1, c10, c11, c12, c13, c2, c3, c4, c5 and 4 more\n');
    const json = JSON.parse((await verify(['diff', 'a.json', 'b.json', '--format', 'json'], given)).out) as {
      readonly realms: readonly {
        readonly impact: { readonly applications: readonly object[]; readonly otherClients: readonly string[] };
      }[];
    };
    expect(json.realms[0]?.impact.applications).toMatchObject([{ id: 'entrance', clientId: 'portal', ways: [{ kind: 'client' }] }]);
    expect(json.realms[0]?.impact.otherClients.length).toBe(15);
    const page = (await verify(['diff', 'a.json', 'b.json', '--format', 'html'], given)).out;
    expect(page).toContain('How changes reach applications');
    expect(page).toContain('<svg');
    const markdown = (await verify(['diff', 'a.json', 'b.json', '--format', 'markdown'], given)).out;
    expect(markdown).toContain('- the application The entrance\n  - `client-scope/email');
  });

  it('names who administers, as critical, and what became weaker', async () => {
    const given = {
      'a.json': snapshot({ objects: { ...before, 'group/staff': { name: 'staff' }, 'client-role/realm-management:manage-users': {} } }),
      'b.json': snapshot({
        objects: {
          ...before,
          'client-role/realm-management:manage-users': {},
          'group/staff': { name: 'staff', clientRoles: { 'realm-management': ['manage-users'] } },
          'client/portal': { ...portal, redirectUris: ['https://a.example/*', 'https://b.example/*', '*'] },
        },
      }),
    };
    const { out } = await verify(['diff', 'a.json', 'b.json'], { files: given });
    expect(out).toContain('administrators, which is critical\n      group/staff');
    expect(out).toMatch(/what is weaker\n {4}B: .*client\/portal: redirectUris: \+ \*/);
  });

  it('refuses a side that is compared with itself, and a release of what is not there', async () => {
    expect(await refusal(['diff', 'a.json', 'a.json'], { files })).toContain('code   SAME_SIDE');
    expect(await refusal(['diff', 'a.json', 'copy.json'], { files: { ...files, 'copy.json': snapshot() } })).toContain('code   SAME_SIDE');
    const given = {
      files: { 'a.json': snapshot(), 'b.json': snapshot({ head: later }) },
      releases: { r: release("client('portl').enabled.becomes(false)") },
    };
    const { exitCode, out } = await verify(['diff', 'a.json', 'b.json', '--release', 'r'], given);
    expect({ exitCode, out }).toMatchObject({ exitCode: 2, out: expect.stringContaining('(is client/portal meant?)') as string });
    const two = { ...given.files, 'b.json': snapshot({ environment: 'two', head: later }) };
    expect(await refusal(['diff', 'a.json', 'nothing-here', '--release', 'r'], { ...given, files: two })).toContain('code   UNKNOWN_SIDE');
  });

  it('never calls removed what one side could not read', async () => {
    const { 'role/member': _gone, ...rest } = before;
    const unreadable = [{ kind: 'role', what: 'GET /roles', needs: 'view-realm' }];
    const given = { 'a.json': snapshot(), 'b.json': snapshot({ objects: rest, unreadable }) };
    const { exitCode, out } = await verify(['diff', 'a.json', 'b.json'], { files: given });
    expect(exitCode).toBe(3);
    expect(out).not.toContain('removed\n');
    expect(out).toContain('not compared  Objects of the kind role in B: GET /roles needs the role view-realm.');
    expect(out).toContain('Equal, as far as it could be compared.');
  });

  it('does not know where a realm could not be read at all', async () => {
    const gap = { code: 'keycloak-config/UNREACHABLE', subject: 'realm/main', reason: 'sso.example: ECONNREFUSED.', remedy: 'Look.' };
    const { exitCode, out } = await verify(['diff', 'a.json', 'b.json'], {
      files: { 'a.json': snapshot(), 'b.json': snapshot({ gaps: [gap] }) },
    });
    expect(exitCode).toBe(3);
    expect(out).toContain('not compared  B: sso.example: ECONNREFUSED.');
  });

  it('does not know where an environment cannot be reached', async () => {
    const { exitCode, out } = await verify(['diff', 'a.json', 'one'], {
      files: { 'a.json': snapshot() },
      environment: environment('', "publicUrl: 'http://127.0.0.1:9', adminUrl: 'http://127.0.0.1:9', realms: ['main']"),
    });
    expect(exitCode).toBe(3);
    expect(out).toMatch(/not compared {2}B: 127\.0\.0\.1:9/);
  });

  it.each([
    ['of another format', snapshot({ head: { schema: 'keycloak-release-gate/snapshot/9' } }), 'SNAPSHOT_SCHEMA'],
    ['that was cut', snapshot().slice(0, -40), 'SNAPSHOT_UNREADABLE'],
    ['that is no snapshot', '[]', 'SNAPSHOT_SCHEMA'],
    ['with a wrong hash', snapshot().replace('"member"}', '"editor"}'), 'SNAPSHOT_EDITED'],
    ['without a hash', snapshot().replace(/"hash":"\w+",/, ''), 'SNAPSHOT_MALFORMED'],
    ['that lacks a part', snapshot({ head: { realms: { main: { configuration: { realm: 'main' } } } } }), 'SNAPSHOT_MALFORMED'],
  ])('refuses a file %s', async (_which, text, code) => {
    expect(await refusal(['diff', 'a.json', 'bad.json'], { files: { ...files, 'bad.json': text } })).toContain(`code   ${code}`);
  });

  it('reads a snapshot that somebody laid out for reading', async () => {
    const pretty = JSON.stringify(JSON.parse(snapshot({ head: later })), null, 2);
    expect((await verify(['diff', 'a.json', 'pretty.json'], { files: { ...files, 'pretty.json': pretty } })).exitCode).toBe(0);
  });

  it('refuses sides that are none, and realms that have nothing to do with each other', async () => {
    expect(await refusal(['diff', 'onne', 'a.json'], { files })).toContain('Did you mean "one"?');
    expect(await refusal(['diff', 'a.json', '01ARZ3NDEKTSV4RRFFQ69G5FAV'], { files })).toContain('code   UNKNOWN_SIDE');
    const other = { ...files, 'other.json': snapshot({ realm: 'other' }) };
    expect(await refusal(['diff', 'a.json', 'other.json'], { files: other })).toContain(
      'There is no realm to compare: A holds main, B holds other.\n    where  --realm\n    do     Say which are to be compared: --realm main=other.',
    );
    expect(await refusal(['diff', 'a.json', 'b.json', '--realm', 'mian'], { files })).toContain('A holds no realm "mian".');
    expect((await verify(['diff', 'a.json', 'other.json', '--realm', 'main=other'], { files: other })).exitCode).toBe(0);
    expect(await refusal(['diff', 'a.json', 'b.json', '--release', 'x'], { files })).toContain('code   UNKNOWN_RELEASE');
  });

  it('tells other ids only where it is strict', async () => {
    const given = { 'a.json': snapshot({ ids: { 'client/portal': '1' } }), 'b.json': snapshot({ ids: { 'client/portal': '2' } }) };
    expect((await verify(['diff', 'a.json', 'b.json'], { files: given })).exitCode).toBe(0);
    const { exitCode, out } = await verify(['diff', 'a.json', 'b.json', '--strict'], { files: given });
    expect(exitCode).toBe(1);
    expect(out).toContain('client/portal: id  changed\n      1 → 2\n      deleted and made anew');
  });
});
