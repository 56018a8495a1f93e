import { describe, expect, test } from 'vitest';
import { recordedServer } from './fixtures/recorded-upgrades.ts';
import { providersKept } from './providers-kept.ts';
import type { Server } from './server/evidence.ts';

const { check } = providersKept();
const judge = (before: Server, now: Server, upgrade?: { readonly from: string; readonly to: string }) =>
  check.judge({ before, now }, check.expects.parse({ upgrade }), { now: '2026-11-27T08:00:00.000Z' });

const steps = [
  ['24.0.5', '25.0.6'],
  ['25.0.6', '26.4.0'],
  ['26.4.0', '26.7.4'],
  ['24.0.5', '26.7.4'],
] as const;

describe.each(steps)('from a plain %s to a plain %s', (from, to) => {
  const before = recordedServer(from);
  const now = recordedServer(to);

  test('whatever is gone is gone by the upgrade', () => {
    expect(judge(before, now, { from, to }).findings).toEqual([]);
  });

  test('without an upgrade all of it would be lost', () => {
    const { findings, exhibits } = judge(before, now);
    expect(findings.length).toBeGreaterThan(0);
    expect(exhibits?.[0]).toMatchObject({ kind: 'diff', title: 'What the server is made of' });
  });
});

test('an image built without the things of its company', () => {
  const plain = recordedServer('26.7.4');
  const company: Server = {
    ...plain,
    providers: {
      ...plain.providers,
      eventsListener: [...(plain.providers['eventsListener'] ?? []), 'audit-trail'],
      'password-hashing': ['argon2', 'legacy-md5'],
    },
    themes: { ...plain.themes, login: [...(plain.themes['login'] ?? []), 'company'] },
    features: { ...plain.features, SCRIPTS: true },
  };
  const { findings } = judge(company, plain, { from: '26.4.0', to: '26.7.4' });
  expect(findings).toEqual([
    {
      code: 'keycloak-config/FEATURE_GONE',
      title: 'A feature that was on before the release is not on now',
      severity: 'fail',
      subject: 'server/feature/SCRIPTS',
      message: 'The feature SCRIPTS was on before the release and is not now.',
      remedy: 'Build the image with it (`--features`), under the name that it has in this version.',
    },
    {
      code: 'keycloak-config/PROVIDER_GONE',
      title: 'A provider that the server had before the release is gone',
      severity: 'fail',
      subject: 'server/provider/eventsListener/audit-trail',
      message: 'The provider audit-trail (eventsListener) was there before the release and is gone.',
      remedy: 'Build the image with the extension that brings it, in a version for this Keycloak; or take back whatever switches it off.',
    },
    {
      code: 'keycloak-config/HASH_ALGORITHM_GONE',
      title: 'The server can no longer check passwords that are hashed in a way that it knew',
      severity: 'fail',
      subject: 'server/provider/password-hashing/legacy-md5',
      message: 'The server could check passwords hashed with legacy-md5 before the release and cannot now.',
      remedy: 'Build the image with the provider of that algorithm: whoever has such a password cannot log in.',
    },
    {
      code: 'keycloak-config/THEME_GONE',
      title: 'A theme that the server had before the release is gone',
      severity: 'fail',
      subject: 'server/theme/login/company',
      message: 'The login theme company was there before the release and is gone.',
      remedy: 'Build the image with the theme. Until then Keycloak shows its own pages in its place.',
    },
  ]);
});

test('after a rollback nothing is gone by the upgrade that was undone', () => {
  const [before, now] = [recordedServer('26.4.0'), recordedServer('26.7.4')];
  const words = check.expects.parse({ upgrade: { from: '26.4.0', to: '26.7.4' }, rolledBack: true });
  const { findings } = check.judge({ before, now }, words, { now: '2026-11-27T08:00:00.000Z' });
  expect(findings.map(({ subject }) => subject)).toContain('server/provider/policy/js');
  expect(check.judge({ before, now: before }, words, { now: '2026-11-27T08:00:00.000Z' }).findings).toEqual([]);
});

test('the version is told where the server tells it, and where to look where it does not', () => {
  const now = recordedServer('26.7.4');
  const versionOf = (server: Server) => judge(server, server).facts?.find(({ name }) => name === 'version')?.value;
  expect(versionOf(now)).toBe('not shown to this reader: the image and the log tell it');
  expect(versionOf({ ...now, version: '26.7.4' })).toBe('26.7.4');
  expect(judge(now, now)).toMatchObject({ findings: [], exhibits: [] });
});
