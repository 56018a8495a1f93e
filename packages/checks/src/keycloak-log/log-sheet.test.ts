import { expect, it } from 'vitest';
import { codes } from './codes.ts';
import { logSheets } from './log-sheet.ts';
import { noErrors } from './no-errors.ts';
import type { PodLogs } from './pod-logs-evidence.ts';
import { judge, recordedLogs } from './recorded-logs.ts';

const sheets = (logs: PodLogs) =>
  logSheets(logs, judge(noErrors.check, logs).findings).flatMap((exhibit) => (exhibit.kind === 'sheet' ? [exhibit] : []));

it('tells of each run how it started and ended, with what is found where it stands', () => {
  const [first] = sheets(recordedLogs('wrong-database-password'));
  expect(first?.title).toBe('Log of keycloak-7ccf7b5f7d-gj658');
  expect(first?.sections.slice(0, 2)).toEqual([
    {
      title: 'Run 3',
      entries: [
        { label: 'State', value: 'runs since 2026-11-23T21:22:51Z' },
        { label: 'Log', value: '52 lines, from 2026-11-23T21:23:06.231Z to 2026-11-23T21:23:10.862Z' },
      ],
    },
    {
      title: 'Run 2 (the one before)',
      entries: [
        { label: 'State', value: 'ended with exit code 1, started at 2026-11-23T21:22:33Z' },
        { label: 'Log', value: '82 lines, from 2026-11-23T21:22:38.763Z to 2026-11-23T21:22:49.145Z' },
        { label: 'Started', value: 'Keycloak 26.7.4 in 12.349 s, at 2026-11-23T21:22:45.960Z' },
        { label: 'Profile', value: 'prod' },
        {
          label: 'Gave up starting',
          value: [
            'ERROR: Failed to start server in (production) mode',
            'ERROR: Failed to obtain JDBC connection',
            'ERROR: FATAL: password authentication failed for user "keycloak"',
            "For more details run the same command passing the '--verbose' option. Also you can use '--help' to see the details about the usage of the particular command.",
          ].join('\n'),
          mark: { tone: 'bad', text: `${codes.START_FAILED.title} (keycloak-log/START_FAILED)` },
        },
      ],
    },
  ]);
  expect(first?.sections.slice(2).map(({ title, entries }) => [title, entries.length])).toEqual([['Errors and warnings', 7]]);
});

it('says of a healthy start when it was done, and which of its errors are harmless', () => {
  const [first] = sheets(recordedLogs('healthy-26.7.4'));
  expect(first?.sections[0]).toEqual({
    title: 'Run 1',
    entries: [
      { label: 'State', value: 'runs since 2026-11-23T21:20:42Z' },
      { label: 'Log', value: '121 lines, from 2026-11-23T21:20:51.377Z to 2026-11-23T21:21:29.734Z' },
      { label: 'Started', value: 'Keycloak 26.7.4 in 16.521 s, at 2026-11-23T21:20:59.690Z' },
      { label: 'Profile', value: 'prod' },
      { label: 'Bootstrap completed', value: 'in 21.321 s, at 2026-11-23T21:21:20.191Z' },
      { label: 'Migration', value: '17 steps from 2026-11-23T21:21:03.796Z on; the last: migrated realm lab to 26.7.0' },
      {
        label: 'Cluster view',
        value: '2 members (keycloak-5d5b7b7574-h79j7-38466, keycloak-5d5b7b7574-tpqpz-20544), at 2026-11-23T21:21:26.896Z',
      },
    ],
  });
  expect(first?.sections[1]?.entries.map(({ label, mark }) => [label, mark])).toEqual([
    ['ERROR, 2 times, harmless', undefined],
    ['WARN, harmless', undefined],
    ['WARN, 4 times, harmless', undefined],
  ]);
});

it('begins with the pod that is worst, and tells how many are left out', () => {
  const healthy = recordedLogs('healthy-26.7.4');
  const [bad] = recordedLogs('wrong-database-password').pods;
  const [pod] = healthy.pods;
  if (!pod || !bad) throw new Error('They were recorded.');
  const pods = Array.from({ length: 24 }, (_, index) => ({ ...pod, name: `keycloak-${String(index).padStart(2, '0')}` }));
  const logs = { ...healthy, pods: [...pods, bad] };
  const shown = logSheets(logs, judge(noErrors.check, logs).findings);
  expect(shown.map(({ title }) => title).slice(0, 2)).toEqual([`Log of ${bad.name}`, 'Log of keycloak-00']);
  expect(shown.at(-1)).toEqual({
    kind: 'text',
    title: 'Other logs',
    text: 'The logs of 20 of 25 pods are shown, the worst of them first.',
  });
  expect(logSheets({ ...logs, pods: logs.pods.toReversed() }, judge(noErrors.check, logs).findings)).toEqual(shown);
});
