import { expect, it } from 'vitest';
import { Release } from '@keycloak-release-gate/core';
import { recordedWorkload } from '../kubernetes/recorded-workload.ts';
import { logWindow } from './log-window.ts';

const healthy = recordedWorkload('healthy');
const now = new Date('2026-11-25T12:00:00Z');
const release = Release.parse({
  id: 'r1',
  title: 'R1',
  description: 'To 26.7.4',
  environments: ['test'],
  keycloak: { from: '26.4.0', to: '26.7.4' },
  rollback: { plan: 'B', reason: 'the schema changes' },
  impact: 'none',
});

it('begins with the deploy: as the user says, or when the newest revision came', () => {
  expect(logWindow({ release, deploy: { at: '2026-11-24T00:00:00Z', source: 'as given by --since' } }, healthy, now)).toEqual({
    at: '2026-11-24T00:00:00Z',
    source: 'as given by --since',
  });
  expect(logWindow({ release }, healthy, now).at).toBe('2026-11-23T21:20:42Z');
});

it('is the last day where nothing was deployed', () => {
  const lastDay = { at: '2026-11-24T12:00:00.000Z', source: 'the last 24 hours, as no deploy is judged' };
  expect(logWindow({}, healthy, now)).toEqual(lastDay);
  expect(logWindow({ release: { ...release, deploys: false } }, healthy, now)).toEqual(lastDay);
});
