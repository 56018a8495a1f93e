import { networkInterfaces } from 'node:os';
import type { ProvidedFacts } from '@keycloak-release-gate/scratch';
import { expect, test } from 'vitest';
import { addressesOf, canonicalAddress } from './live-places.ts';
import { refusedByItself, refusedByPlace } from './target-refusals.ts';
import type { Compared } from './target-refusals.ts';

const live = async (host: string, port = 5432, database = 'keycloak') => ({ host, port, database, addresses: await addressesOf(host) });
const asked = (host: string, port = 5432, database = 'trial') => live(host, port, database);
const compared = async (host: string, more: Partial<Compared['places'][number]> = {}): Promise<Compared> => ({
  environment: 'acc',
  places: [{ environment: 'prod', production: true, ofLab: false, place: await live(host), ...more }],
  systemIdentifiers: [{ environment: 'acc', identifier: '1' }],
});

const own =
  Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .find(({ internal }) => !internal)?.address ?? '127.0.0.1';

test.each([
  ['db.example', 'DB.Example.', 'name'],
  ['192.0.2.7', '::ffff:192.0.2.7', 'address'],
  ['2001:db8::1', '2001:DB8:0:0::1', 'address'],
  ['localhost', '127.0.0.1', 'address'],
  ['127.0.0.1', '::1', 'address'],
  ['127.0.0.1', '127.9.9.9', 'address'],
  ['localhost', '/var/run/postgresql', 'address'],
  ['/tmp', '/tmp/../tmp', 'address'],
  ['127.0.0.1', own, 'address'],
])('%s is %s, by its %s', async (host, spelled, by) => {
  const message = expect.stringMatching(new RegExp(`by its ${by === 'address' && own === '127.0.0.1' ? '' : by}`)) as unknown;
  expect(refusedByPlace(await asked(spelled), await compared(host))).toMatchObject([{ code: 'TARGET_IS_LIVE', message }]);
});

test.each([
  ['192.0.2.7', '192.0.2.8', 5432],
  ['192.0.2.7', '192.0.2.7', 5433],
  ['localhost', '/var/run/postgresql', 5433],
  ['/var/run/postgresql', '/tmp', 5432],
])('%s is not %s:%i', async (host, other, port) => expect(refusedByPlace(await asked(other, port), await compared(host))).toEqual([]));

test('of production it must be known where it is, and of the environment itself', async () => {
  const target = await asked('192.0.2.8');
  for (const place of [undefined, { host: 'db', port: 5432, database: 'keycloak', addresses: undefined }]) {
    expect(refusedByPlace(target, await compared('x', { place }))).toMatchObject([{ code: 'TARGET_NOT_COMPARED' }]);
    expect(refusedByPlace(target, await compared('x', { place, production: false }))).toEqual([]);
    expect(refusedByPlace(target, await compared('x', { place, production: false, environment: 'acc' }))).toHaveLength(1);
  }
});

const good: ProvidedFacts = {
  systemIdentifier: '2',
  version: '15.1',
  major: 15,
  address: { host: '192.0.2.8', port: 5432 },
  comment: 'scratch',
  encoding: 'UTF8',
  readOnly: false,
  mayCreate: true,
  tooWide: [],
  objects: [],
};

const byItself = async (facts: Partial<ProvidedFacts>, more: Partial<Compared> = {}) =>
  refusedByItself(
    await asked('192.0.2.8'),
    { ...good, ...facts },
    { ...(await compared('192.0.2.7')), ...more },
    canonicalAddress,
    'scratch',
  ).map(({ code, message }) => `${code} ${message}`);

test('an empty database for trials of another server is not refused', async () => expect(await byItself({})).toEqual([]));

const refused: readonly (readonly [facts: Partial<ProvidedFacts>, message: RegExp, more?: Partial<Compared>])[] = [
  [{ address: { host: '::ffff:192.0.2.7', port: 5432 } }, /^TARGET_IS_LIVE .* leads to .* "prod", by its address/],
  [{ systemIdentifier: '1' }, /^TARGET_IS_LIVE .* "acc", by its system identifier 1\./],
  [{ systemIdentifier: null }, /^TARGET_NOT_COMPARED The account may not ask/],
  [
    {},
    /^TARGET_NOT_COMPARED The system identifier of the database of the environment "acc" could not be read/,
    { systemIdentifiers: [{ environment: 'prod', identifier: '3' }] },
  ],
  [{ comment: 'scratch!' }, /^TARGET_NOT_SCRATCH /],
  [{ comment: null }, /^TARGET_NOT_SCRATCH /],
  [{ objects: [{ type: 'schema', identity: 'mine' }] }, /^TARGET_NOT_EMPTY .* it has schema mine\./],
  [{ tooWide: ['postgres'] }, /^TARGET_UNFIT The account has rights/],
  [{ mayCreate: false }, /^TARGET_UNFIT /],
  [{ readOnly: true }, /^TARGET_UNFIT /],
  [{ encoding: 'LATIN1' }, /^TARGET_UNFIT /],
  [{ major: 11 }, /^TARGET_UNFIT /],
];
test.each(refused.map((each) => [each] as const))('%j is refused', async ([facts, message, more]) =>
  expect(await byItself(facts, more)).toEqual([expect.stringMatching(message)]),
);
