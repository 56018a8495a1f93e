import { describe, expect, it } from 'vitest';
import { recordedWorkload } from './recorded-workload.ts';
import { rolloutTimeline, timelineOf } from './rollout-timeline.ts';
import type { TimelineEvent } from './rollout-timeline.ts';
import type { Workload } from './workload-evidence.ts';

const events = (now: Workload): readonly TimelineEvent[] => {
  const exhibit = rolloutTimeline(now);
  return exhibit.kind === 'timeline' ? exhibit.events : [];
};
const told = ({ at, until, label, tone }: TimelineEvent): string =>
  `${at.slice(11, 19)}${until === undefined ? '' : `-${until.slice(11, 19)}`} ${label} ${tone ?? ''}`;
const lane = (now: Workload, name: string): string[] =>
  events(now)
    .filter((event) => event.lane === name)
    .map(told);

describe('the lane of a pod', () => {
  it('tells when it was created, how long its container ran, why that ended, and what was reported', () => {
    expect(lane(recordedWorkload('out-of-memory'), 'keycloak-5d5b7b7574-h79j7')).toEqual([
      '21:20:42-21:20:58 Unhealthy (17 times): Startup probe failed: Get "http://ip-c2dee8bd:9000/health/started": dial tcp ip-c2dee8bd:9000: connect: connection refused warn',
      '21:20:42 created neutral',
      '21:21:01-21:21:19 Unhealthy (20 times): Readiness probe failed: HTTP probe failed with statuscode: 503 warn',
      '21:22:47-21:23:45 keycloak ran neutral',
      '21:23:45 keycloak ended: OOMKilled 137 bad',
    ]);
  });

  it('does not warn of probes that failed until the pod was ready', () => {
    expect(
      events(recordedWorkload('healthy'))
        .filter(({ tone }) => tone !== 'neutral')
        .map(told),
    ).toEqual(['21:21:20 ready good', '21:21:32 ready good']);
  });
});

describe('a time line', () => {
  const event = (second: number, tone: TimelineEvent['tone'], until?: number): TimelineEvent => {
    const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 23, 21, 0, seconds)).toISOString();
    return {
      at: at(second),
      ...(until === undefined ? {} : { until: at(until) }),
      label: `${second}`,
      lane: 'a',
      ...(tone ? { tone } : {}),
    };
  };
  const since = '2026-11-23T21:00:10.400Z';

  it('begins with its second, and cuts what went on already', () => {
    const exhibit = timelineOf('x', [event(9, 'bad'), event(10, 'good'), event(5, 'neutral', 20), event(5, 'neutral', 10)], since);
    expect(exhibit.kind === 'timeline' && exhibit.events.map(told)).toEqual(['21:00:10 10 good', '21:00:10-21:00:20 5 neutral']);
  });

  it('leaves out what is only for information first, and says how much', () => {
    const many = [...Array.from({ length: 300 }, (_, index) => event(20 + index, 'neutral')), event(11, 'bad'), event(12, 'warn')];
    const exhibit = timelineOf('x', many, since);
    expect(exhibit.title).toBe('x (142 more events are left out)');
    expect(timelineOf('x', many.toReversed(), since)).toEqual(exhibit);
    expect(exhibit.kind === 'timeline' && exhibit.events.slice(0, 3).map(({ label }) => label)).toEqual(['11', '12', '162']);
  });
});
