import { describe, expect, it } from 'vitest';
import { isSameName, localImageId, parseImage, pulledDigest, versionOfImage } from './image.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('an image reference', () => {
  it.each([
    ['keycloak', { repository: 'docker.io/library/keycloak' }],
    ['keycloak:26.7.4', { repository: 'docker.io/library/keycloak', tag: '26.7.4' }],
    ['acme/keycloak:1', { repository: 'docker.io/acme/keycloak', tag: '1' }],
    ['registry:5000/keycloak', { repository: 'registry:5000/keycloak' }],
    [`quay.io/keycloak/keycloak:26.7.4@${digest}`, { repository: 'quay.io/keycloak/keycloak', tag: '26.7.4', digest }],
  ])('%s', (reference, parts) => {
    expect(parseImage(reference)).toEqual(parts);
  });
});

describe('the version that a tag tells', () => {
  it.each([
    ['keycloak:26.7.4', '26.7.4'],
    ['keycloak:v26.7.4', '26.7.4'],
    ['registry:5000/sso:26.7.4-3', '26.7.4'],
    ['keycloak:26.7', undefined],
    ['keycloak:4f2a91c', undefined],
    ['keycloak:latest', undefined],
    ['registry:5000/keycloak', undefined],
  ])('%s → %s', (reference, version) => {
    expect(versionOfImage(reference)).toBe(version);
  });
});

it.each([
  ['keycloak:26.7.4', 'docker.io/library/keycloak:26.7.4', true],
  ['keycloak:26.7.4', 'quay.io/keycloak/keycloak:26.7.4', false],
  ['keycloak:26.7.4', 'docker.io/keycloak:26.7.4', true],
  ['acme/keycloak:1', 'index.docker.io/acme/keycloak:1', true],
  ['sso', 'sso:latest', true],
  ['sso:1', 'sso:2', false],
  ['sso:1', `sso:1@${digest}`, true],
  ['sso:1', `sso@${digest}`, false],
  [`sso@${digest}`, 'sso:1', true],
  [`sso:1@${digest}`, 'sso:2', false],
  [`sso:1@${digest}`, `sso:2@${digest}`, true],
])('%s and %s have one name: %s', (expected, actual, same) => {
  expect(isSameName(expected, actual)).toBe(same);
});

it.each([
  [`docker-pullable://keycloak@${digest}`, digest, undefined],
  [`quay.io/keycloak/keycloak@${digest}`, digest, undefined],
  // Loaded instead of pulled: containerd, Docker, CRI-O.
  [digest, undefined, 'a'.repeat(64)],
  [`docker://${digest}`, undefined, 'a'.repeat(64)],
  ['a'.repeat(64), undefined, 'a'.repeat(64)],
  ['docker.io/library/keycloak:26.7.4', undefined, undefined],
  ['', undefined, undefined],
])('tells a digest of a registry from an id of the node: %s', (imageID, pulled, local) => {
  expect([pulledDigest(imageID), localImageId(imageID)]).toEqual([pulled, local]);
});
