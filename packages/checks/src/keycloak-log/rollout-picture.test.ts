import { expect, it } from 'vitest';
import { recordedWorkload } from '../kubernetes/recorded-workload.ts';
import { recordedLogs } from './recorded-logs.ts';
import { rolloutPicture } from './rollout-picture.ts';

const told = (...[workload, logs]: Parameters<typeof rolloutPicture>): string[] => {
  const exhibit = rolloutPicture(workload, logs);
  return exhibit.kind === 'timeline'
    ? exhibit.events.map(
        ({ at, until, lane, label, tone }) =>
          `${at.slice(11, 19)}${until === undefined ? '' : `-${until.slice(11, 19)}`} ${lane ?? ''} ${tone ?? ''}: ${label}`,
      )
    : [];
};

it('tells of a healthy rollout what happened, and nothing that is worth a look', () => {
  expect(told(recordedWorkload('healthy'), recordedLogs('healthy-26.7.4'))).toEqual([
    '21:20:42 Deployment keycloak neutral: ScalingReplicaSet: Scaled up replica set keycloak-5d5b7b7574 from 0 to 2',
    '21:20:42 Deployment keycloak neutral: SuccessfulCreate: Created pod: keycloak-5d5b7b7574-h79j7',
    '21:20:42 Deployment keycloak neutral: SuccessfulCreate: Created pod: keycloak-5d5b7b7574-tpqpz',
    '21:20:42 Deployment keycloak neutral: keycloak-5d5b7b7574 created',
    '21:20:42-21:20:58 keycloak-5d5b7b7574-h79j7 neutral: Unhealthy (17 times): Startup probe failed: Get "http://ip-c2dee8bd:9000/health/started": dial tcp ip-c2dee8bd:9000: connect: connection refused',
    '21:20:42 keycloak-5d5b7b7574-h79j7 neutral: created',
    '21:20:42-21:21:41 keycloak-5d5b7b7574-h79j7 neutral: keycloak runs',
    '21:20:42-21:21:02 keycloak-5d5b7b7574-tpqpz neutral: Unhealthy (21 times): Startup probe failed: Get "http://ip-00902417:9000/health/started": dial tcp ip-00902417:9000: connect: connection refused',
    '21:20:42 keycloak-5d5b7b7574-tpqpz neutral: created',
    '21:20:42-21:21:41 keycloak-5d5b7b7574-tpqpz neutral: keycloak runs',
    '21:20:59 keycloak-5d5b7b7574-h79j7 neutral: Keycloak 26.7.4 started',
    '21:21:01-21:21:19 keycloak-5d5b7b7574-h79j7 neutral: Unhealthy (20 times): Readiness probe failed: HTTP probe failed with statuscode: 503',
    '21:21:03 keycloak-5d5b7b7574-tpqpz neutral: Keycloak 26.7.4 started',
    '21:21:03-21:21:20 keycloak-5d5b7b7574-h79j7 neutral: migration of the database completed, its last step: migrated realm lab to 26.7.0',
    '21:21:05-21:21:31 keycloak-5d5b7b7574-tpqpz neutral: Unhealthy (27 times): Readiness probe failed: HTTP probe failed with statuscode: 503',
    '21:21:12-21:21:31 keycloak-5d5b7b7574-tpqpz neutral: migration of the database completed, its last step: Updating database. Using changelog META-INF/jpa-changelog-master.xml',
    '21:21:20 keycloak-5d5b7b7574-h79j7 good: ready',
    '21:21:20 keycloak-5d5b7b7574-h79j7 good: bootstrap completed',
    '21:21:26 keycloak-5d5b7b7574-h79j7 neutral: cluster view of 2',
    '21:21:27 keycloak-5d5b7b7574-tpqpz neutral: cluster view of 2',
    '21:21:31 keycloak-5d5b7b7574-tpqpz good: bootstrap completed',
    '21:21:32 keycloak-5d5b7b7574-tpqpz good: ready',
  ]);
});

it('tells of a start that fails what Kubernetes and the log say, in the lane of its pod', () => {
  const lines = told(recordedWorkload('wrong-database-password'), recordedLogs('wrong-database-password'));
  expect(lines.filter((line) => line.includes(' bad: '))).toEqual([
    '21:22:49 keycloak-7ccf7b5f7d-gj658 bad: keycloak ended: Error 1',
    '21:22:49 keycloak-7ccf7b5f7d-gj658 bad: Keycloak gave up starting: Failed to obtain JDBC connection / FATAL: password authentication failed for user "keycloak"',
  ]);
  expect(lines).toContain(
    '21:22:40-21:23:10 keycloak-7ccf7b5f7d-gj658 warn: WARN (2 times) org.hibernate.orm.jdbc.error: FATAL: password authentication failed for user "keycloak"',
  );
  expect(lines).toContain('21:22:33-21:22:49 keycloak-7ccf7b5f7d-gj658 neutral: keycloak ran');
});

it('is the same in any order of pods, revisions and events', () => {
  const [workload, logs] = [recordedWorkload('wrong-database-password'), recordedLogs('wrong-database-password')];
  const turned = {
    ...workload,
    pods: workload.pods.toReversed(),
    revisions: workload.revisions.toReversed(),
    events: workload.events.toReversed(),
  };
  expect(rolloutPicture(turned, { ...logs, pods: logs.pods.toReversed() })).toEqual(rolloutPicture(workload, logs));
});
