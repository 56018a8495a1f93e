import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogReducer } from './log-reducer.ts';
import { createPodLogReader } from './pod-log-reader.ts';
import type { LogOf, PodLogReader, Reading } from './pod-log-reader.ts';
import { answerOf, refusal, serveLogs, stampedLine } from './served-logs.ts';
import type { ServedLogs } from './served-logs.ts';

const { signal } = new AbortController();
const log: LogOf = { pod: 'keycloak-0', container: 'keycloak', previous: false, ended: false };
const read = async (reader: PodLogReader<unknown>, of: LogOf = log): Promise<Reading> => reader.read(served.api, of, signal);

let served: ServedLogs;
beforeEach(async () => {
  served = await serveLogs();
});
afterEach(async () => {
  await served.close();
});

describe('no log', () => {
  it.each([
    ['no node yet', answerOf(204, ''), 'no node has taken the pod yet'],
    ['no run before', refusal(400, 'previous terminated container "keycloak" in pod "keycloak-0" not found'), 'there was no run before'],
    [
      'not started',
      refusal(400, 'container "keycloak" in pod "keycloak-0" is waiting to start: ContainerCreating'),
      'the container has not started yet',
    ],
    ['gone', refusal(404, 'pods "keycloak-0" not found'), 'the pod is gone'],
  ])('is an answer: %s', async (_, how, why) => {
    served.answer = how;
    expect(await read(createPodLogReader(1_000, createLogReducer()))).toEqual({ kind: 'absent', why });
  });

  it('is not a clean log where the kubelet could not read it, though it answers 200', async () => {
    served.answer = answerOf(200, 'unable to retrieve container logs for containerd://4f2a');
    expect(await read(createPodLogReader(1_000, createLogReducer()))).toEqual({
      kind: 'failed',
      why: 'unable to retrieve container logs for containerd://4f2a',
    });
    served.answer = answerOf(200, `${stampedLine(1, 'one')}\nrpc error: code = NotFound\n`);
    expect(await read(createPodLogReader(1_000, createLogReducer()))).toMatchObject({ kind: 'failed', why: 'rpc error: code = NotFound' });
  });

  it('is not a clean log where the node cannot be reached, or the stream breaks off', async () => {
    served.answer = refusal(500, 'Get "https://10.0.0.9:10250/containerLogs/…": dial tcp: connection refused');
    expect(await read(createPodLogReader(1_000, createLogReducer()))).toHaveProperty('why', expect.stringContaining('connection refused'));
    served.answer = refusal(400, 'container "keycloak" in pod "keycloak-0" is terminated');
    expect(await read(createPodLogReader(1_000, createLogReducer()))).toMatchObject({ kind: 'failed' });
    served.answer = (_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write(`${stampedLine(1, 'one')}\n`, () => response.destroy());
    };
    expect(await read(createPodLogReader(1_000, createLogReducer()))).toMatchObject({ kind: 'broken', why: 'aborted' });
  });

  it('is not a clean log where the node breaks off in the middle of a line, which the API server hands on as a whole answer', async () => {
    served.answer = answerOf(200, `${stampedLine(1, 'one')}\n${stampedLine(2, 'tw')}`);
    const reader = createPodLogReader(1_000, createLogReducer());
    const broken = { kind: 'broken', why: 'the answer ends in the middle of a line' };
    expect(await read(reader)).toEqual(broken);
    // The next look reads on from there, and may be whole.
    served.answer = answerOf(200, `${stampedLine(1, 'one')}\n${stampedLine(2, 'two')}\n`);
    expect(await read(reader)).toEqual({ kind: 'read' });
    expect(reader.summary().lines).toBe(2);
  });

  it('is broken wherever in a line it was cut, in its time too', async () => {
    const line = stampedLine(2, 'two');
    served.lastLine = answerOf(200, `${line}\n`);
    for (let cut = 1; cut <= line.length; cut += 1) {
      served.answer = answerOf(200, `${stampedLine(1, 'one')}\n${line.slice(0, cut)}`);
      const reading = await read(createPodLogReader(1_000, createLogReducer()));
      expect(reading, line.slice(0, cut)).toEqual({ kind: 'broken', why: 'the answer ends in the middle of a line' });
    }
  });

  it('is not a clean log where it ends before the line that was the last one before', async () => {
    served.lastLine = answerOf(200, `${stampedLine(9, 'nine')}\n`);
    served.answer = answerOf(200, `${stampedLine(1, 'one')}\n${stampedLine(2, 'two')}\n`);
    const reader = createPodLogReader(1_000, createLogReducer());
    const broken = { kind: 'broken', why: 'the answer ends before the line of 2026-11-23T21:00:09.000Z' };
    expect(await read(reader)).toEqual(broken);
    // Cut again, before all was counted that is known: that is no rotation.
    served.answer = answerOf(200, '');
    expect([await read(reader), reader.rotated]).toEqual([broken, false]);
    served.answer = answerOf(200, `${stampedLine(2, 'two')}\n${stampedLine(9, 'nine')}\n${stampedLine(10, 'ten')}\n`);
    expect([await read(reader), reader.rotated]).toEqual([{ kind: 'read' }, false]);
    expect(reader.summary().lines).toBe(4);
  });

  it('of a run that has ended is not whole where its last line is cut', async () => {
    served.lastLine = answerOf(200, `${stampedLine(2, 'two')}\n`);
    served.answer = answerOf(200, `${stampedLine(1, 'one')}\n${stampedLine(2, 'tw')}`);
    const reader = createPodLogReader(1_000, createLogReducer());
    expect(await read(reader, { ...log, ended: true })).toEqual({ kind: 'broken', why: 'the answer ends in the middle of a line' });
    expect(reader.summary().lines).toBe(1);
  });

  it('is whole where the container itself has written half a line only', async () => {
    served.lastLine = answerOf(200, stampedLine(2, 'tw'));
    served.answer = answerOf(200, `${stampedLine(1, 'one')}\n${stampedLine(2, 'tw')}`);
    expect(await read(createPodLogReader(1_000, createLogReducer()))).toEqual({ kind: 'read' });
  });

  it('is a gap of the access where the right is missing', async () => {
    served.answer = refusal(403, 'pods "keycloak-0" is forbidden');
    await expect(read(createPodLogReader(1_000, createLogReducer()))).rejects.toMatchObject({
      gap: { code: 'kubernetes/FORBIDDEN', remedy: 'Add to the gate\'s Role: {apiGroups: [""], resources: ["pods/log"], verbs: ["get"]}.' },
    });
  });
});
