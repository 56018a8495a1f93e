import type { RequestListener } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordedWorkload } from '../kubernetes/recorded-workload.ts';
import type { Container, Pod } from '../kubernetes/workload-evidence.ts';
import { codes } from './codes.ts';
import { readPod } from './read-pod.ts';
import type { ReadPod } from './read-pod.ts';
import { answerOf, queryOf, refusal, serveLogs, stampedLine } from './served-logs.ts';
import type { ServedLogs } from './served-logs.ts';

const { signal } = new AbortController();
const [recorded] = recordedWorkload('healthy').pods;
const startedAt = '2026-11-23T21:00:00Z';
const from = '2026-11-23T20:00:00Z';

let served: ServedLogs;
/** The log of each container and run, `sidecar previous`; without one, the pod is gone. */
let logs: Map<string, RequestListener>;
let kept: Map<string, unknown>;
beforeEach(async () => {
  logs = new Map();
  kept = new Map();
  served = await serveLogs();
  served.answer = (request, response) => {
    (logs.get(nameOf(queryOf(request))) ?? refusal(404, 'pods "keycloak-0" not found'))(request, response);
  };
});
afterEach(async () => {
  await served.close();
});

const nameOf = (query: URLSearchParams): string => `${query.get('container') ?? ''}${query.get('previous') === 'true' ? ' previous' : ''}`;
const asked = (): string[] =>
  served.asked.map((query) =>
    [
      nameOf(query),
      ...(query.has('sinceTime') ? [`since ${query.get('sinceTime')}`] : []),
      ...(query.has('tailLines') ? [`tail ${query.get('tailLines')}`] : []),
    ].join(' '),
  );

const container = (name: string, change: Partial<Container> = {}): Container => ({
  name,
  role: 'main',
  image: '',
  imageID: '',
  ready: true,
  restarts: 0,
  state: { kind: 'running', startedAt },
  ...change,
});
const ended = (exitCode: number): NonNullable<Container['state']> => ({
  kind: 'terminated',
  reason: 'Error',
  exitCode,
  message: '',
  startedAt,
});
function podWith(...containers: readonly Container[]): Pod {
  if (!recorded) throw new Error('A pod was recorded.');
  return { ...recorded, name: 'keycloak-0', uid: 'uid', created: startedAt, containers: [...containers] };
}
const read = async (pod: Pod, since = from): Promise<ReadPod> =>
  readPod(
    served.api,
    pod,
    { container: 'keycloak', from: since, until: Infinity },
    {
      signal,
      shared: async <T>(key: string, create: () => Promise<T>): Promise<T> => {
        if (!kept.has(key)) kept.set(key, await create());
        return kept.get(key) as T;
      },
    },
  );
const says = (name: string, ...lines: readonly string[]): void => {
  logs.set(
    name,
    answerOf(
      200,
      lines
        .map(
          (line, index) => `${stampedLine(index, line)}
`,
        )
        .join(''),
    ),
  );
};

it('reads all runs of Keycloak whole, and the end of every other container', async () => {
  says('keycloak', '2026-11-23 21:00:00,000 ERROR [a.B] (main) broken');
  says('keycloak previous', '2026-11-23 20:59:00,000 ERROR [a.B] (main) broken');
  says('wait', 'waiting', 'ERROR: no route to host');
  says('proxy', 'ERROR: one request failed');
  says('proxy previous', 'killed');
  says('debugger', '/ # exit');
  const { pod, gaps, gone } = await read(
    podWith(
      container('wait', { role: 'init', state: ended(1) }),
      container('proxy', { role: 'sidecar', restarts: 1, last: ended(137) }),
      container('keycloak', { restarts: 1, last: ended(143) }),
      container('debugger', { role: 'ephemeral', state: ended(130) }),
    ),
  );
  expect({ gaps, gone }).toEqual({ gaps: [], gone: undefined });
  expect(asked().toSorted()).toEqual([
    'debugger tail 100',
    'keycloak',
    'keycloak previous',
    'proxy previous tail 100',
    'proxy tail 100',
    'wait tail 100',
  ]);
  expect(pod.runs.map(({ which, exitCode, log }) => [which, exitCode, log.messages.map(({ fingerprint }) => fingerprint)])).toEqual([
    ['current', undefined, ['ERROR a.B broken']],
    ['previous', 143, ['ERROR a.B broken']],
  ]);
  expect(pod.others.map(({ name, role, runs }) => [name, role, runs.map(({ exitCode, log }) => [exitCode, ...log.lastLines])])).toEqual([
    ['wait', 'init', [[1, 'waiting', 'ERROR: no route to host']]],
    [
      'proxy',
      'sidecar',
      [
        [undefined, 'ERROR: one request failed'],
        [137, 'killed'],
      ],
    ],
    ['debugger', 'ephemeral', [[130, '/ # exit']]],
  ]);
});

it('asks for what came since the deploy where the container is older', async () => {
  says('keycloak');
  says('proxy');
  await read(podWith(container('keycloak'), container('proxy', { role: 'sidecar' })), '2026-11-23T22:00:00Z');
  expect(asked()).toEqual(['keycloak since 2026-11-23T22:00:00Z', 'proxy since 2026-11-23T22:00:00Z tail 100']);
});

it('goes on with a run that has become the previous one meanwhile', async () => {
  says('keycloak', 'one');
  await read(podWith(container('keycloak')));
  says('keycloak', 'again');
  says('keycloak previous', 'one', 'two');
  const { pod } = await read(podWith(container('keycloak', { restarts: 1, last: ended(1) })));
  expect(asked()).toEqual(['keycloak', 'keycloak', 'keycloak previous since 2026-11-23T21:00:00Z']);
  expect(pod.runs.map(({ log }) => log.lines)).toEqual([1, 2]);
  expect(kept.size).toBe(2);
});

it('tells of a pod that is gone, and of what of a log was not seen', async () => {
  expect((await read(podWith(container('keycloak')))).gone).toBe('the pod is gone');
  logs.set('keycloak', answerOf(200, 'unable to retrieve container logs for containerd://4f2a'));
  expect((await read(podWith(container('keycloak')))).gaps).toEqual([
    {
      code: 'keycloak-log/UNREADABLE',
      subject: 'pod/keycloak-0/keycloak',
      reason: 'The log of keycloak-0 (current run): unable to retrieve container logs for containerd://4f2a.',
      remedy: codes.UNREADABLE.remedy,
    },
  ]);
  logs.set('keycloak', answerOf(200, '2026-11-23T21:00:00.000000000Z one\n2026-11-23T21:00:00.000000000Z tw'));
  expect((await read(podWith(container('keycloak')))).gaps).toEqual([
    {
      code: 'keycloak-log/STREAM_BROKEN',
      subject: 'pod/keycloak-0/keycloak',
      reason: 'The log of keycloak-0 (current run) broke off after 0.0 MB: the answer ends in the middle of a line.',
      remedy: codes.STREAM_BROKEN.remedy,
    },
  ]);
});

it('makes no gap of the end of another container that could not be read, and says why it is not there', async () => {
  says('keycloak');
  logs.set('proxy', answerOf(500, '{"kind":"Status","message":"dial tcp 10.0.0.9:10250: connection refused"}'));
  const { pod, gaps } = await read(podWith(container('keycloak'), container('proxy', { role: 'sidecar' })));
  expect(gaps).toEqual([]);
  expect(pod.others[0]?.runs[0]?.absent).toContain('connection refused');
});

it.each([
  ['that never had a line is silent', from, '', true],
  ['that had its last line before the time that is asked for is not', '2026-11-23T21:30:00Z', `${stampedLine(0, 'older')}\n`, false],
  ['that never had a line is silent, whatever time is asked for', '2026-11-23T21:30:00Z', '', true],
])('a log %s', async (_, since, older, silent) => {
  logs.set('keycloak', answerOf(200, ''));
  served.lastLine = (request, response) => {
    answerOf(200, queryOf(request).has('sinceTime') ? '' : older)(request, response);
  };
  const { pod, gaps } = await read(podWith(container('keycloak')), since);
  expect({ gaps, runs: pod.runs.map((run) => [run.log.lines, run.silent]) }).toEqual({ gaps: [], runs: [[0, silent]] });
});
