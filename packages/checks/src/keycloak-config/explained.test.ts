import type { Json } from '@keycloak-release-gate/core';
import { describe, expect, test } from 'vitest';
import { diff } from './diff.ts';
import type { Difference } from './diff.ts';
import { explain } from './explained.ts';
import labNew from './fixtures/lab-26.7.4.json' with { type: 'json' };
import labOld from './fixtures/lab-26.4.0.json' with { type: 'json' };
import masterNew from './fixtures/master-26.7.4.json' with { type: 'json' };
import masterOld from './fixtures/master-26.4.0.json' with { type: 'json' };

const upgrade = { from: '26.4.0', to: '26.7.4' };
const lab = diff(labOld.objects, labNew.objects);
const master = diff(masterOld.objects, masterNew.objects);

describe('a real upgrade from 26.4.0 to 26.7.4', () => {
  test.each([
    ['realm lab', lab, 14],
    ['realm master', master, 18],
  ])('of %s is explained in every line', (_name, differences, count) => {
    expect(differences).toHaveLength(count);
    expect(differences.filter((difference) => explain(difference, upgrade) === undefined)).toEqual([]);
  });

  test('is explained by nothing else than such an upgrade', () => {
    for (const other of [undefined, { from: '26.7.0', to: '26.7.4' }, { from: '26.4.0', to: '26.6.1' }, { from: '26.7.4', to: '26.4.0' }])
      expect(lab.filter((difference) => explain(difference, other) !== undefined)).toEqual([]);
  });
});

describe('an edit by hand on a path that the upgrade changes too still shows', () => {
  const edits: readonly [string, Difference][] = lab.flatMap((difference): [string, Difference][] => {
    const name = `${difference.object} ${difference.attribute ?? ''}`;
    if (Array.isArray(difference.after)) {
      const after: readonly Json[] = difference.after;
      return [[name, { ...difference, after: [...after, 'another'] }]];
    }
    if (difference.attribute === undefined) return [];
    return [[name, { ...difference, before: 'edited before', after: 'edited after' }]];
  });
  test.each(edits)('%s', (_name, difference) => expect(explain(difference, upgrade)).toBeUndefined());

  test.each<[string, Difference]>([
    [
      'another role of an administrator',
      {
        kind: 'changed',
        object: 'role/admin',
        attribute: 'composites',
        before: ['role/create-realm'],
        after: ['role/create-realm', 'role/impersonator'],
      },
    ],
    [
      'a role taken away from an administrator',
      {
        kind: 'changed',
        object: 'role/admin',
        attribute: 'composites',
        before: ['role/create-realm'],
        after: ['client-role/lab-realm:view-organizations'],
      },
    ],
    [
      'a role that brings more along than it should',
      {
        kind: 'added',
        object: 'client-role/realm-management:query-organizations',
        after: { composites: ['client-role/realm-management:realm-admin'] },
      },
    ],
    [
      'a scope of that name for another protocol',
      { kind: 'added', object: 'client-scope/AuthnContextClassRef', after: { protocol: 'openid-connect' } },
    ],
    ['a new setting that is not at its default', { kind: 'added', object: 'realm', attribute: 'scimApiEnabled', after: true }],
  ])('%s', (_name, difference) => expect(explain(difference, upgrade)).toBeUndefined());
});
