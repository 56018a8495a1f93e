import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitOfTag, isSameCommit, toldCommit } from './told-commit.ts';

const commit = '009b8a3a9ccbb128af87f9b1c0f4c62e8a304f6d';
const template = (metadata: object, env: { name: string; value?: string }[] = []) => ({
  metadata,
  spec: { containers: [{ name: 'keycloak', env }] },
});

describe('the commit that a pod template tells', () => {
  it('stands under a usual name, as an annotation or a label', () => {
    expect(toldCommit(template({ annotations: { 'app.kubernetes.io/commit': commit, password: 'no' } }), 'keycloak', undefined)).toEqual({
      value: commit,
      where: 'the annotation app.kubernetes.io/commit',
    });
    expect(toldCommit(template({ labels: { 'org.opencontainers.image.revision': '009B8A3' } }), 'keycloak', undefined)).toEqual({
      value: '009b8a3',
      where: 'the label org.opencontainers.image.revision',
    });
  });

  it('stands where the environment declares, and there only', () => {
    const all = template({ annotations: { 'app.kubernetes.io/commit': 'aaaaaaa', sha: commit }, labels: { rev: 'bbbbbbb' } }, [
      { name: 'GIT_COMMIT', value: 'ccccccc' },
      { name: 'PASSWORD' },
    ]);
    expect(toldCommit(all, 'keycloak', { annotation: 'sha' })).toEqual({ value: commit, where: 'the annotation sha' });
    expect(toldCommit(all, 'keycloak', { label: 'rev' })).toEqual({ value: 'bbbbbbb', where: 'the label rev' });
    expect(toldCommit(all, 'keycloak', { env: 'GIT_COMMIT' })).toEqual({ value: 'ccccccc', where: 'the environment variable GIT_COMMIT' });
    expect(toldCommit(all, 'keycloak', { env: 'PASSWORD' })).toBeUndefined();
    expect(toldCommit(all, 'sidecar', { env: 'GIT_COMMIT' })).toBeUndefined();
  });

  it('is not told by what is no commit', () => {
    expect(toldCommit(template({ annotations: { 'app.kubernetes.io/commit': 'main' } }), 'keycloak', undefined)).toBeUndefined();
    expect(toldCommit({ ...template({}), metadata: null }, 'keycloak', undefined)).toBeUndefined();
  });
});

it.each([
  [commit, commit],
  ['4f2a91c', '4f2a91c'],
  ['sha-1234567', '1234567'],
  ['20261127', undefined],
  ['26.7.4', undefined],
  ['v26.7.4-4f2a91c', undefined],
  ['latest', undefined],
  ['deadbe', undefined],
])('the tag %s is the commit %s', (tag, expected) => {
  expect(commitOfTag(tag)).toBe(expected);
});

it('is the same commit abbreviated to seven digits or more, in either case, and no other one', () => {
  const sha = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: 40, maxLength: 40 });
  fc.assert(
    fc.property(sha, sha, fc.integer({ min: 0, max: 40 }), (one, other, digits) => {
      expect(isSameCommit(one, one.slice(0, digits).toUpperCase())).toBe(digits >= 7);
      expect(isSameCommit(one, other)).toBe(one === other);
    }),
  );
});
