import { expect, test } from 'vitest';
import type { ContainerStateView, ContainerStatus } from '../kubernetes-api/objects.ts';
import { chooseLog } from './log-choice.ts';

const choose = (state: ContainerStateView, lastState: ContainerStateView = {}, previous = false) => {
  const status: ContainerStatus = {
    name: 'c',
    image: 'x',
    imageID: '',
    containerID: 'containerd://now',
    ready: false,
    restartCount: 0,
    state,
    lastState,
  };
  return chooseLog('p', 'c', status, previous);
};
const ended = (containerID: string): ContainerStateView => ({ terminated: { exitCode: 1, containerID } });

test.each([
  [choose({ running: {} }), { containerId: 'containerd://now' }],
  [choose(ended('containerd://ended')), { containerId: 'containerd://ended' }],
  [choose({ waiting: { reason: 'CrashLoopBackOff' } }, ended('containerd://last')), { containerId: 'containerd://last' }],
  [choose({ running: {} }, ended('containerd://last'), true), { containerId: 'containerd://last' }],
  [choose({ running: {} }, {}, true), { refusal: 'previous terminated container "c" in pod "p" not found' }],
  [choose({ waiting: { reason: 'ContainerCreating' } }), { refusal: 'container "c" in pod "p" is waiting to start: ContainerCreating' }],
  [choose({ waiting: { reason: 'ErrImagePull' } }), { refusal: 'container "c" in pod "p" is waiting to start: image can\'t be pulled' }],
  [chooseLog('p', 'c', undefined, false), { refusal: 'container "c" in pod "p" is not available' }],
])('%j', (chosen, expected) => {
  expect(chosen).toEqual(expected);
});
