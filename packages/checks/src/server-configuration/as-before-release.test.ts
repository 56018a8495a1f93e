import { expect, test } from 'vitest';
import { serverConfigurationAsBeforeRelease } from './as-before-release.ts';
import { before, deployed, withObjects } from './recorded.ts';

const { check } = serverConfigurationAsBeforeRelease;
const judge = (now: typeof before) => check.judge({ before, now }, check.expects.parse({}), { now: '2026-11-27T12:00:00Z' });

test('what was deployed before is deployed again', () => {
  expect(judge(before).findings).toEqual([]);
  expect(judge(before).facts).toEqual([
    { name: 'objects compared', value: 6 },
    { name: 'secrets of which only their being there can be compared', value: 0 },
  ]);
});

test('the image and what was left behind are told apart', () =>
  expect(judge(withObjects(deployed, { 'config-map/keycloak-options': { entries: { KC_LOG_LEVEL: 'info' } } })).findings).toEqual([
    {
      code: 'server-configuration/NOT_AS_BEFORE',
      title: "The server's own configuration is not what it was before the release",
      severity: 'fail',
      subject: 'server/config-map/keycloak-options#entries.KC_DB_POOL_MAX_SIZE',
      message: 'config-map/keycloak-options: entries.KC_DB_POOL_MAX_SIZE was removed; it was 100.',
      remedy:
        'Deploy what was deployed before the release, ConfigMaps and Ingress too: `kubectl rollout undo` brings back the pod template alone.',
    },
    {
      code: 'server-configuration/IMAGE_NOT_AS_BEFORE',
      title: 'A container has another image than before the release',
      severity: 'fail',
      subject: 'server/container/keycloak#image',
      message: 'container/keycloak: image was keycloak:26.4.0 and is keycloak:26.7.4.',
      remedy: 'Deploy the image of before the release.',
    },
  ]));
