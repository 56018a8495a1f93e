import { describe, expect, it } from 'vitest';
import { identityCodes } from './identity-codes.ts';
import { recordedWorkload } from './recorded-workload.ts';
import { judgeImage } from './released-image.ts';
import type { Workload } from './workload-evidence.ts';

const healthy = recordedWorkload('healthy');
const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const commit = '009b8a3a9ccbb128af87f9b1c0f4c62e8a304f6d';
const [one = '', two = ''] = healthy.pods.map(({ name }) => name);

/** The recorded workload with another image, what the nodes report as its id, and the commit that the template tells. */
function running(image: string, imageIDs: readonly string[] = [], told?: string): Workload {
  return {
    ...healthy,
    object: healthy.object && {
      ...healthy.object,
      image,
      ...(told === undefined ? {} : { commit: { value: told, where: 'the annotation app.kubernetes.io/commit' } }),
    },
    pods: healthy.pods.map((pod, index) => ({
      ...pod,
      containers: pod.containers.map((each) => ({ ...each, image, imageID: imageIDs[index] ?? imageIDs[0] ?? '' })),
    })),
  };
}

function judged(now: Workload, expected: Partial<Parameters<typeof judgeImage>[2]>) {
  if (!now.object) throw new Error('A workload was recorded.');
  const [findings, gaps] = judgeImage(now, now.object, { version: 'to', versions: { from: '26.4.0', to: '26.7.4' }, ...expected });
  return { findings, gaps };
}

const good = { findings: [], gaps: [] };
const found = (code: keyof typeof identityCodes, item: object) => ({
  code: identityCodes[code].code,
  // A gap has no title of its own.
  ...('reason' in item ? {} : { title: identityCodes[code].title }),
  remedy: identityCodes[code].remedy,
  ...item,
});

describe('the digest', () => {
  const image = `sso/keycloak:26.7.4@${digest('a')}`;

  it('is good where the workload names it, or its nodes report it', () => {
    expect(judged(running(image, [`docker.io/sso/keycloak@${digest('c')}`]), { image })).toEqual(good);
    expect(judged(running('sso/keycloak:26.7.4', [`docker-pullable://sso/keycloak@${digest('a')}`]), { image })).toEqual(good);
  });

  it('may be that of a platform, where the release says so', () => {
    const platform = running('sso/keycloak:26.7.4', [`docker.io/sso/keycloak@${digest('b')}`]);
    expect(judged(platform, { image, imageDigests: [digest('b')] })).toEqual(good);
  });

  it('is another one in the workload', () => {
    expect(judged(running(`sso/keycloak@${digest('b')}`), { image })).toEqual({
      findings: [
        found('DIGEST_NOT_RELEASED', {
          severity: 'fail',
          subject: 'deployment/keycloak',
          message: `Deployment keycloak names the image ${digest('b')}, not ${digest('a')}.`,
          expected: digest('a'),
          actual: digest('b'),
          terminal: true,
        }),
      ],
      gaps: [],
    });
  });

  it('is another one on one of the nodes, and not told by the other', () => {
    const now = running('sso/keycloak:26.7.4', [`docker.io/sso/keycloak@${digest('b')}`, digest('d')]);
    expect(judged(now, { image })).toEqual({
      findings: [
        found('DIGEST_NOT_RELEASED', {
          severity: 'fail',
          subject: `pod/${one}`,
          message: `${one} runs sso/keycloak:26.7.4 as ${digest('b')}, not ${digest('a')}.`,
          expected: digest('a'),
          actual: digest('b'),
          terminal: true,
        }),
      ],
      gaps: [
        found('DIGEST_NOT_TOLD', {
          subject: `pod/${two}`,
          reason: `The node reports ${digest('d')} as the image of ${two}: that is no digest to compare with ${digest('a')}.`,
        }),
        found('DIGEST_NOT_TOLD', {
          subject: 'deployment/keycloak',
          reason: `The nodes tell the digest of the image that ${one} runs, and an id of their own for that of ${two}: whether it is the same image is not known.`,
        }),
      ],
    });
  });

  it('is not asked for where the release names only a tag, or while no container has an image', () => {
    expect(judged(running('sso/keycloak:26.7.4', [digest('d')]), { image: 'sso/keycloak:26.7.4' })).toEqual(good);
    const none = running('sso/keycloak:26.7.4');
    const waiting = { kind: 'waiting' as const, reason: 'ContainerCreating', message: '' };
    const starting = none.pods.map((pod) => ({ ...pod, containers: pod.containers.map((each) => ({ ...each, state: waiting })) }));
    expect(judged({ ...none, pods: starting }, { image })).toEqual(good);
    expect(judged(none, { image }).gaps.map(({ reason }) => reason)).toEqual(
      [one, two].map((name) => `The node reports nothing as the image of ${name}: that is no digest to compare with ${digest('a')}.`),
    );
  });

  it('does not matter under another name', () => {
    expect(judged(running(`other/keycloak@${digest('a')}`), { image }).findings).toMatchObject([{ code: 'kubernetes/IMAGE_NOT_RELEASED' }]);
  });
});

describe('the commit', () => {
  const image = 'sso/keycloak:26.7.4';

  it('is good in full or abbreviated, wherever it is told', () => {
    expect(judged(running(image, [], commit), { image, commit: commit.slice(0, 7) })).toEqual(good);
    expect(judged(running(`sso/keycloak:${commit}`), { image: `sso/keycloak:${commit}`, commit })).toEqual(good);
    expect(judged(running(image), { image, commit, run: { commit } })).toEqual(good);
  });

  it('is another one in the workload, or in the run of the Deploy action', () => {
    const other = 'f'.repeat(40);
    const url = 'https://github.com/octo/sso/actions/runs/1';
    expect(judged(running(image, [], other), { image, commit, run: { commit: other, url } })).toEqual({
      findings: [
        found('COMMIT_NOT_RELEASED', {
          severity: 'fail',
          subject: 'deployment/keycloak',
          message: `Deployment keycloak is of the commit ${other} (the annotation app.kubernetes.io/commit), not ${commit}.`,
          expected: commit,
          actual: other,
          terminal: true,
        }),
        found('COMMIT_NOT_RELEASED', {
          severity: 'fail',
          subject: 'deploy',
          message: `The Deploy action ran on the commit ${other} (${url}), not ${commit}.`,
          expected: commit,
          actual: other,
          terminal: true,
        }),
      ],
      gaps: [],
    });
  });

  it('is a gap where nothing tells it', () => {
    expect(judged(running(image), { image, commit })).toEqual({
      findings: [],
      gaps: [
        found('COMMIT_NOT_TOLD', {
          subject: 'deployment/keycloak',
          reason: `The release is of the commit ${commit}, and neither the pod template of Deployment keycloak, nor its image's tag, nor a run of the Deploy action tells which commit it is of.`,
        }),
      ],
    });
  });

  it('is that of the new version: not asked for where the old one is expected, or none', () => {
    const old = running('sso/keycloak:26.4.0', [], 'f'.repeat(40));
    expect(judged(old, { version: 'from', image, commit })).toEqual(good);
    expect(judged(old, { version: 'any', image, commit })).toEqual(good);
    expect(judged(running(image), { image })).toEqual(good);
  });
});
