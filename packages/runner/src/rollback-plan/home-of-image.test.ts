import { expect, test } from 'vitest';
import { imageProblem } from './home-of-image.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;
const folder = '/opt/keycloak/26.4.0';
const judge = (image: string | null, released: string | undefined, imageDigests: string[] = []) =>
  imageProblem({ folder, image }, { ...(released === undefined ? {} : { image: released }), imageDigests });

test.each<[string, string | null, string | undefined, string[]]>([
  ['a release that names none', null, undefined, []],
  ['the same reference', `r.example/sso:26.4.0-7@${digest}`, `r.example/sso:26.4.0-7@${digest}`, []],
  ['the same digest', `r.example/mirror/sso@${digest}`, `r.example/sso:26.4.0-7@${digest}`, []],
  ['the digest alone', digest, `r.example/sso:26.4.0-7@${digest}`, []],
  ['that of the platform', `r.example/sso@${other}`, `r.example/sso:26.4.0-7@${digest}`, [other]],
  ['a tag, where the release names no digest', 'r.example/sso:26.4.0-7', 'r.example/sso:26.4.0-7', []],
])('tied: %s', (_name, image, released, digests) => expect(judge(image, released, digests)).toBeUndefined());

test.each<[string, string | null, string, string[]]>([
  ['a home that says nothing', null, 'r.example/sso:26.4.0-7', []],
  ['another digest', `r.example/sso:26.4.0-7@${other}`, `r.example/sso:26.4.0-7@${digest}`, []],
  ['a tag, where the release names a digest', 'r.example/sso:26.4.0-7', `r.example/sso:26.4.0-7@${digest}`, []],
  ['a tag, where it names those of the platforms', 'r.example/sso:26.4.0-7', 'r.example/sso:26.4.0-7', [digest]],
  ['another tag', 'r.example/sso:26.4.0-6', 'r.example/sso:26.4.0-7', []],
])('not tied: %s', (_name, image, released, digests) =>
  expect(judge(image, released, digests)).toMatchObject({ code: 'KEYCLOAK_OTHER_IMAGE' }),
);

test('what is wrong, and what to do', () =>
  expect(judge(null, 'r.example/sso:26.4.0-7')).toEqual({
    code: 'KEYCLOAK_OTHER_IMAGE',
    message: 'The release deploys r.example/sso:26.4.0-7, and /opt/keycloak/26.4.0 does not say which image it was unpacked from.',
    where: 'backups.restore.keycloak',
    remedy:
      'Unpack /opt/keycloak of that image there, and have what unpacks it write its name, with the digest, into /opt/keycloak/26.4.0/image.',
  }));
