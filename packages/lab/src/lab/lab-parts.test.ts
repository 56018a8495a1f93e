import { describe, expect, it } from 'vitest';
import { labApplicationIds } from '../applications/catalogue.ts';
import { dumpName } from '../postgres/manifest.ts';
import { newLabSecrets } from '../realm/index.ts';
import { placeholderSettings, placeholderSecret, placeholderUrl } from './database-template.ts';
import { deploymentOf } from './deployment.ts';
import { labFolder } from './folder.ts';
import { replacing } from './personalise.ts';
import { isRolledOut } from './rollout.ts';
import { variableName } from './variables.ts';

const surroundings = { publicUrl: 'http://127.30.0.1:8080', database: { host: '127.30.0.2', port: 5433 } };

describe('the Deployment of a version', () => {
  it('differs in nothing but the image between versions from 25 on', () => {
    const [before, after] = ['26.4.0', '26.7.4'].map((version) => deploymentOf({ version, replicas: 2 }, surroundings));
    expect(after).toEqual({ ...before, image: 'keycloak:26.7.4' });
    expect(after?.managementPort).toBe(9000);
  });

  it('has health on the main port, and an older form of the address, in 24', () => {
    const { managementPort, env } = deploymentOf({ version: '24.0.5', replicas: 1 }, surroundings);
    expect([managementPort, env?.['KC_HOSTNAME'], env?.['KC_HOSTNAME_PORT']]).toEqual([undefined, '127.30.0.1', '8080']);
  });

  it('is of a version and of nothing else', () => {
    expect(() => deploymentOf({ version: 'newest', replicas: 1 }, surroundings)).toThrow('Keycloak newest is not to be had');
  });
});

describe('a rollout', () => {
  const spec = { replicas: 2, selector: { matchLabels: {} }, template: { spec: { containers: [] } } };
  const status = { observedGeneration: 3, replicas: 2, updatedReplicas: 2, availableReplicas: 2 };
  const pod = { spec: { containers: [] } };

  it('is over when all pods are new and ready, and no other is left', () => {
    const deployment = { metadata: { name: 'keycloak', generation: 3 }, spec, status };
    expect(isRolledOut(deployment, [pod, pod])).toBe(true);
    expect(isRolledOut(deployment, [pod, pod, pod])).toBe(false);
    expect(isRolledOut({ ...deployment, status: { ...status, observedGeneration: 2 } }, [pod, pod])).toBe(false);
    expect(isRolledOut({ ...deployment, status: { ...status, updatedReplicas: 1 } }, [pod, pod])).toBe(false);
    expect(isRolledOut({ ...deployment, status: { ...status, availableReplicas: 1 } }, [pod, pod])).toBe(false);
  });
});

describe('placeholders of a template', () => {
  it('never begin another, so that one cannot be replaced in the midst of it', () => {
    const { secrets } = placeholderSettings(newLabSecrets());
    const all = [placeholderUrl('keycloak'), ...labApplicationIds.map(placeholderUrl), ...Object.values(secrets.clients)];
    const contained = all.filter((one) => all.some((other) => other !== one && other.includes(one)));
    expect(contained).toEqual([]);
    expect(all).toContain(placeholderSecret('release-gate'));
  });

  it('are replaced by nothing that SQL could take for its own', () => {
    expect(replacing([['a.invalid', 'http://127.1.0.1:8080']])).toContain("ARRAY[['a.invalid', 'http://127.1.0.1:8080']]");
    expect(() => replacing([['a.invalid', "x'; DROP TABLE realm"]])).toThrow('cannot be put into a database');
  });
});

describe('names', () => {
  it('of labs are folders and nothing more', () => {
    expect(labFolder('two').socket).toMatch(/keycloak-release-gate\/two\/daemon\.sock$/);
    for (const name of ['', '../etc', 'Lab', 'a/b', 'x'.repeat(40)]) expect(() => labFolder(name)).toThrow('cannot be the name of a lab');
  });

  it('of variables and dumps', () => {
    expect(variableName('express-local')).toBe('EXPRESS_LOCAL');
    expect(dumpName('keycloak', new Date('2026-11-23T20:32:49.123Z'))).toBe('keycloak-2026-11-23T20-32-49.123Z.dump');
  });
});
