import { expect, it } from 'vitest';
import { codes } from './codes.ts';
import { identityCodes } from './identity-codes.ts';
import { judgeDrift } from './image-drift.ts';
import { recordedWorkload } from './recorded-workload.ts';

const healthy = recordedWorkload('healthy');
const [one = '', two = ''] = healthy.pods.map(({ name }) => name);
const hash = (letter: string): string => letter.repeat(64);
const tagged = 'quay.io/sso/keycloak:26.7.4';

const judged = (image: string, ...imageIDs: readonly string[]) =>
  judgeDrift(
    {
      ...healthy,
      pods: healthy.pods.map((pod, index) => ({
        ...pod,
        containers: pod.containers.map((each) => ({ ...each, imageID: imageIDs[index] ?? '' })),
      })),
    },
    image,
  );

it.each([
  [
    'digests of the registry',
    `quay.io/sso/keycloak@sha256:${hash('a')}`,
    `docker-pullable://mirror/keycloak@sha256:${hash('b')}`,
    'sha256:',
  ],
  ['ids of the nodes, as containerd and Docker write them', `sha256:${hash('a')}`, `docker://sha256:${hash('b')}`, ''],
  ['ids of the nodes, as CRI-O writes them', hash('a'), hash('b'), ''],
])('finds two images under one tag by the %s', (_, first, second, prefix) => {
  const [a, b] = [`${prefix}${hash('a')}`, `${prefix}${hash('b')}`];
  expect(judged(tagged, first, second)).toEqual([
    [
      {
        code: 'kubernetes/IMAGE_DIFFERS',
        title: codes.IMAGE_DIFFERS.title,
        severity: 'fail',
        subject: 'deployment/keycloak',
        message: `The pods of one revision run 2 different images: ${a.slice(0, 19)}… in ${one}; ${b.slice(0, 19)}… in ${two}.`,
        actual: { [a]: [one], [b]: [two] },
        remedy: codes.IMAGE_DIFFERS.remedy,
      },
    ],
    [],
  ]);
});

it('does not take a registry that was read by another name for another image, nor one that has not run yet', () => {
  expect(judged(tagged, `quay.io/sso/keycloak@sha256:${hash('a')}`, `mirror.example/sso/keycloak@sha256:${hash('a')}`)).toEqual([[], []]);
  expect(judged(tagged, hash('a'), '')).toEqual([[], []]);
});

it('does not know whether an image that was loaded on one node is the one that another pulled, unless its digest is its name', () => {
  const loaded = [`quay.io/sso/keycloak@sha256:${hash('a')}`, `sha256:${hash('b')}`] as const;
  expect(judged(tagged, ...loaded)).toEqual([
    [],
    [
      {
        code: 'kubernetes/DIGEST_NOT_TOLD',
        subject: 'deployment/keycloak',
        reason: `The nodes tell the digest of the image that ${one} runs, and an id of their own for that of ${two}: whether it is the same image is not known.`,
        remedy: identityCodes.DIGEST_NOT_TOLD.remedy,
      },
    ],
  ]);
  expect(judged(`${tagged}@sha256:${hash('a')}`, ...loaded)).toEqual([[], []]);
});
