import { describe, expect, it } from 'vitest';
import { saysUnknown } from './distribution.ts';
import { versionOfImage } from './image-runtime.ts';
import { clustersByDatabase, firstAdministrator, managementPort, parseKeycloakVersion } from './version.ts';

const version = (text: string) => {
  const parsed = parseKeycloakVersion(text);
  if (!parsed) throw new Error(`${text} is no version`);
  return parsed;
};

describe('a version of Keycloak', () => {
  it('is read from its text, and nothing else is a version', () => {
    expect(parseKeycloakVersion('26.7.4')).toEqual({ text: '26.7.4', major: 26, minor: 7 });
    expect(parseKeycloakVersion('26.0.6.redhat-00001')?.minor).toBe(0);
    expect(['latest', '26', '26.7', '26.7.4 ', '../26.7.4', ''].map(parseKeycloakVersion)).toEqual(Array(6).fill(undefined));
  });

  it('decides where health is and how nodes meet', () => {
    const facts = (text: string) => [managementPort(version(text)), clustersByDatabase(version(text))];
    expect(['24.0.5', '25.0.6', '26.0.5', '26.1.0', '26.7.4'].map(facts)).toEqual([
      [8080, false],
      [9000, false],
      [9000, false],
      [9000, true],
      [9000, true],
    ]);
  });

  it('decides the name of the first administrator’s variables', () => {
    expect(Object.keys(firstAdministrator(version('25.0.6'), 'a', 'b'))).toEqual(['KEYCLOAK_ADMIN', 'KEYCLOAK_ADMIN_PASSWORD']);
    expect(Object.keys(firstAdministrator(version('26.0.0'), 'a', 'b'))).toEqual([
      'KC_BOOTSTRAP_ADMIN_USERNAME',
      'KC_BOOTSTRAP_ADMIN_PASSWORD',
    ]);
  });

  it('is the tag of an image', () => {
    expect(versionOfImage('keycloak:26.7.4')).toBe('26.7.4');
    expect(versionOfImage('registry.example:5000/sso/keycloak:26.7.4')).toBe('26.7.4');
    expect(['keycloak', 'postgres:15', 'notkeycloak:1.0.0', 'keycloak@sha256:abc'].map(versionOfImage)).toEqual(Array(4).fill(undefined));
  });
});

describe('what Maven says about a version', () => {
  it('tells one that does not exist from a repository that does not answer', () => {
    const missing = '[ERROR] Could not find artifact org.keycloak:keycloak-quarkus-dist:zip:26.7.99 in central';
    const silent = '[ERROR] Could not transfer artifact org.keycloak:keycloak-quarkus-dist:zip:26.7.4 from/to central: timed out';
    expect([saysUnknown(missing), saysUnknown(silent), saysUnknown('no such plugin')]).toEqual([true, false, false]);
  });
});
