import type { Fact, Finding, Gap, Outcome, Result, Waiver } from '@keycloak-release-gate/core';

interface SampleLook {
  readonly key: string;
  readonly title: string;
  /** Seconds after the start, and milliseconds that it took. */
  readonly times: readonly (readonly [number, number])[];
  readonly unseen?: Gap;
}

/** A check as it stands in the sample: its plan and its result in one. */
export interface SampleCheck {
  readonly step: { readonly policy: string; readonly sentence: string };
  readonly key: string;
  readonly id: string;
  readonly about?: string;
  readonly title: string;
  readonly why: string;
  readonly severity?: Result['severity'];
  readonly expected?: object;
  readonly needs?: readonly string[];
  readonly looks?: readonly SampleLook[];
  readonly outcome: Outcome;
  readonly findings?: Result['findings'];
  readonly gaps?: Result['gaps'];
  readonly facts?: readonly Fact[];
  readonly exhibits?: Result['exhibits'];
}

export const waiver: Waiver = {
  code: 'keycloak-log/ERROR_LINE',
  subject: 'pod/keycloak-7d9f8c-x2x9k',
  owner: 'Jeroen Maes',
  reason: 'The theme is repaired in the release of December; the line is harmless until then.',
  ticket: 'SSO-482',
  expires: '2026-12-15T23:59:00+01:00',
};

const restart = {
  policy: 'upgrade/podsRestart',
  sentence: 'Once the Github action has completed, the Keycloak pods will restart automatically',
};
const schema = {
  policy: 'upgrade/schemaUpdate',
  sentence:
    'If the release involves an upgrade of the Keycloak core version, then the restarted Keycloak pods will also trigger an update of the database schema',
};
const configuration = {
  policy: 'upgrade/adminConfiguration',
  sentence: 'If needed, IS4U updates the configuration in the Keycloak admin console',
};
const validate = {
  policy: 'upgrade/validate',
  sentence: 'IS4U validates the release via kubectl describe, kubectl logs and logging in and out to the integrated applications',
};

const workload: SampleLook = {
  key: 'kubernetes/workload',
  title: 'The workload and its pods',
  times: [
    [0.2, 310],
    [2.4, 280],
    [4.7, 301],
    [39.8, 295],
  ],
};
const logs: SampleLook = { key: 'keycloak-log/lines', title: "The pods' logs since the deploy", times: [[0.6, 1840]] };
const migration: SampleLook = { key: 'database/migration', title: 'What the database says of its version', times: [[0.3, 95]] };
const realms: SampleLook = { key: 'keycloak-config/snapshot', title: 'The configuration of the realms', times: [[2.6, 5210]] };
const discovery: SampleLook = {
  key: 'oidc/discovery{"realm":"healthdata"}',
  title: 'Discovery of realm healthdata',
  times: [
    [0.3, 84],
    [2.4, 78],
    [39.9, 81],
  ],
};
const partners: SampleLook = {
  key: 'oidc/discovery{"realm":"partners"}',
  title: 'Discovery of realm partners',
  times: [
    [0.3, 80],
    [2.5, 91],
    [39.9, 79],
  ],
};
const journey = (application: string, start: number, took: number): SampleLook => ({
  key: `login/journey{"application":"${application}"}`,
  title: `Log in and out of ${application}`,
  times: [[start, took]],
});
const unreadable: Gap = {
  code: 'backup/DIRECTORY_UNREADABLE',
  subject: 'backup/acc',
  reason: "EACCES: permission denied, scandir '/srv/backups/acc'",
  remedy: 'Give the account that runs the gate read access to the directory of the dumps.',
};

const finding = (
  code: string,
  severity: Finding['severity'],
  subject: string,
  message: string,
  remedy: string,
  values: Partial<Finding> = {},
): Finding => ({ code, title: message, severity, subject, message, remedy, ...values });

/** The checks of the sample; the hash is that of a screenshot. */
export function sampleChecks(screenshot: string): SampleCheck[] {
  return [
    {
      step: restart,
      key: 'kubernetes/workload-rolled-out',
      id: 'kubernetes/workload-rolled-out',
      title: 'The workload is rolled out',
      why: 'Until every replica runs the new template, a part of the users still gets the old version.',
      expected: { image: 'registry.example.org/keycloak:26.7.4@sha256:4f1c6a3d9b0e7a52c8d1e6f0a9b3c4d5e6f7081920a1b2c3d4e5f60718293a4b' },
      looks: [workload],
      outcome: { kind: 'pass' },
      facts: [
        { name: 'replicas', value: 2 },
        { name: 'image', value: 'registry.example.org/keycloak:26.7.4' },
      ],
      exhibits: [
        {
          kind: 'table',
          title: 'Pods',
          columns: ['Pod', 'Node', 'Ready', 'Restarts', 'Started'],
          rows: [
            ['keycloak-7d9f8c-x2x9k', 'worker-1', 'yes', '0', '2026-11-23T19:25:41Z'],
            ['keycloak-7d9f8c-b7h2m', 'worker-2', 'yes', '3', '2026-11-23T19:29:02Z'],
          ],
        },
      ],
    },
    {
      step: restart,
      key: 'kubernetes/pods-healthy',
      id: 'kubernetes/pods-healthy',
      title: 'Every Keycloak pod is healthy',
      why: 'A pod that restarts by itself drops the sessions of its users, and says that something is wrong.',
      expected: { maxRestarts: 0 },
      looks: [workload],
      outcome: { kind: 'fail' },
      findings: [
        finding(
          'kubernetes/RESTARTED',
          'fail',
          'pod/keycloak-7d9f8c-b7h2m',
          'The container restarted 3 times since the deploy; it last ended with exit code 137 (OOMKilled).',
          'Raise the memory limit of the container, or lower the heap; then look at the logs of the previous container.',
          {
            expected: { restarts: 0 },
            actual: { restarts: 3, lastState: { exitCode: 137, reason: 'OOMKilled', finishedAt: '2026-11-23T19:28:49Z' } },
          },
        ),
        finding(
          'kubernetes/PROBE_FAILED',
          'warn',
          'pod/keycloak-7d9f8c-b7h2m',
          'The readiness probe failed 7 times in the last 10 minutes.',
          'Look at how long /health/ready takes; a garbage collection can hold it up.',
          { expected: 0, actual: 7 },
        ),
      ],
      exhibits: [
        {
          kind: 'timeline',
          title: 'What happened to the pods since the deploy',
          events: [
            { at: '2026-11-23T19:24:10Z', label: 'Deployment updated', lane: 'Deployment', tone: 'neutral' },
            { at: '2026-11-23T19:24:12Z', label: 'Old pods terminated', lane: 'Deployment', tone: 'neutral' },
            { at: '2026-11-23T19:25:41Z', label: 'Started', lane: 'keycloak-7d9f8c-x2x9k', tone: 'good' },
            { at: '2026-11-23T19:26:30Z', label: 'Ready', lane: 'keycloak-7d9f8c-x2x9k', tone: 'good' },
            { at: '2026-11-23T19:25:44Z', label: 'Started', lane: 'keycloak-7d9f8c-b7h2m', tone: 'good' },
            { at: '2026-11-23T19:26:58Z', label: 'OOMKilled', lane: 'keycloak-7d9f8c-b7h2m', tone: 'bad' },
            { at: '2026-11-23T19:27:50Z', label: 'OOMKilled', lane: 'keycloak-7d9f8c-b7h2m', tone: 'bad' },
            { at: '2026-11-23T19:28:49Z', label: 'OOMKilled', lane: 'keycloak-7d9f8c-b7h2m', tone: 'bad' },
            { at: '2026-11-23T19:30:20Z', label: 'Ready, after a slow start', lane: 'keycloak-7d9f8c-b7h2m', tone: 'warn' },
          ],
        },
        {
          kind: 'sheet',
          title: 'keycloak-7d9f8c-b7h2m: Running, 0 of 1 ready',
          sections: [
            {
              title: 'Pod',
              entries: [
                { label: 'Name', value: 'keycloak-7d9f8c-b7h2m' },
                { label: 'Namespace', value: 'sso-acc' },
                { label: 'Status', value: 'Running, 0 of 1 ready' },
              ],
            },
            {
              title: 'Container keycloak',
              entries: [
                { label: 'Image', value: 'registry.example.org/keycloak:26.7.4' },
                {
                  label: 'Last state',
                  value:
                    'Ended: OOMKilled, exit code 137, at 2026-11-23T19:28:49Z (2 min 15 s ago)\nTerminating due to java.lang.OutOfMemoryError',
                  mark: { tone: 'bad', text: 'The container restarted (kubernetes/RESTARTED)' },
                },
                { label: 'Restarts', value: '3' },
              ],
            },
            {
              title: 'Events',
              entries: [
                { label: 'Warning BackOff', value: '4 times since 5 min ago, the last 2 min ago: Back-off restarting failed container' },
                {
                  label: 'Warning Unhealthy',
                  value: '7 times since 6 min ago, the last 1 min ago: Readiness probe failed: HTTP probe failed with statuscode: 503',
                  mark: { tone: 'warn', text: 'A probe failed (kubernetes/PROBE_FAILED)' },
                },
              ],
            },
          ],
        },
        {
          kind: 'sheet',
          title: 'keycloak-7d9f8c-x2x9k: Running, 1 of 1 ready',
          sections: [{ title: 'Pod', entries: [{ label: 'Name', value: 'keycloak-7d9f8c-x2x9k' }] }],
        },
      ],
    },
    {
      step: restart,
      key: 'keycloak-log/cluster-formed',
      id: 'keycloak-log/cluster-formed',
      title: 'The nodes form one cluster',
      why: 'Nodes that do not see each other log users out at random.',
      looks: [logs],
      needs: [],
      outcome: { kind: 'pass' },
      facts: [{ name: 'members', value: 2 }],
      exhibits: [
        {
          kind: 'graph',
          title: 'The cluster as its members see it',
          nodes: [
            { id: 'balancer', label: 'sso-acc.example.org' },
            { id: 'a', label: 'keycloak-7d9f8c-x2x9k', tone: 'good' },
            { id: 'b', label: 'keycloak-7d9f8c-b7h2m', tone: 'warn' },
            { id: 'db', label: 'PostgreSQL 15', tone: 'good' },
          ],
          edges: [
            { from: 'balancer', to: 'a' },
            { from: 'balancer', to: 'b' },
            { from: 'a', to: 'db', label: 'JDBC_PING' },
            { from: 'b', to: 'db', label: 'JDBC_PING' },
          ],
        },
      ],
    },
    {
      step: schema,
      key: 'database/schema-matches',
      id: 'database/schema-matches',
      title: 'The schema is that of the running version',
      why: 'An old version starts on a new schema without a warning, and then locks users out.',
      expected: { keycloak: '26.7.4', rollback: { plan: 'B' } },
      looks: [migration],
      outcome: { kind: 'pass' },
      facts: [
        { name: 'schema version', value: '26.7.4' },
        { name: 'change sets', value: 210 },
        { name: 'time of the migration', value: 36.8, unit: 's' },
      ],
    },
    {
      step: schema,
      key: 'backup/fresh',
      id: 'backup/fresh',
      title: 'A backup of before the deploy can be restored',
      why: 'Plan B of the rollback is only as good as the newest backup.',
      expected: { rollback: { plan: 'B' }, failAfterHours: 24 },
      looks: [{ key: 'backup/directory', title: 'The directory of the dumps', times: [[0.2, 3]], unseen: unreadable }],
      outcome: { kind: 'inconclusive' },
      gaps: [unreadable],
      exhibits: [
        {
          kind: 'sheet',
          topic: 'rollback',
          title: 'The backup that a rollback restores',
          sections: [
            {
              title: 'Backup',
              entries: [
                { label: 'Name', value: 'keycloak-2026-11-22T18-00-00.000Z.dump' },
                { label: 'Time to restore', value: '6.2 s: restore 4.1 s, index 1.2 s, boot 0.9 s' },
              ],
            },
          ],
        },
        {
          kind: 'timeline',
          topic: 'rollback',
          title: 'From the backup to now',
          events: [
            { at: '2026-11-22T18:00:00Z', until: '2026-11-23T19:31:00Z', label: '12 users and 340 events would be lost', tone: 'warn' },
            { at: '2026-11-22T18:00:00Z', label: 'The backup was taken', tone: 'good' },
          ],
        },
      ],
    },
    {
      step: configuration,
      key: 'keycloak-config/as-released',
      id: 'keycloak-config/as-released',
      title: 'The configuration changed as the release says, and no more',
      why: 'What nobody announced, nobody reviewed.',
      expected: { changes: ['client/portal', 'realm/partners'] },
      looks: [realms],
      outcome: { kind: 'fail' },
      findings: [
        finding(
          'keycloak-config/UNANNOUNCED_CHANGE',
          'fail',
          'client/wiki',
          'The redirect addresses of wiki changed, and the release does not announce it.',
          'Undo the change in the admin console, or announce it in the release and have it approved.',
          {
            expected: ['https://wiki.example.org/callback'],
            actual: ['https://wiki.example.org/callback', 'https://*/callback'],
          },
        ),
        finding(
          'keycloak-config/MISSING_CHANGE',
          'fail',
          'realm/partners',
          'The access token lifespan of partners is still 600 s.',
          'Set it in the admin console, as the release says.',
          { expected: 300, actual: 600 },
        ),
        ...Array.from({ length: 14 }, (_, index) =>
          finding(
            'keycloak-config/UNANNOUNCED_CHANGE',
            'fail',
            `client/legacy-${index + 1}`,
            `fullScopeAllowed of legacy-${index + 1} was turned on.`,
            'Undo the change in the admin console, or announce it in the release and have it approved.',
            { expected: false, actual: true },
          ),
        ),
      ],
      exhibits: [
        {
          kind: 'diff',
          title: 'Changes since the run of before the release',
          entries: [
            { path: 'healthdata / client/portal / redirectUris[1]', after: 'https://portal2.example.org/*', note: 'announced' },
            { path: 'healthdata / client/wiki / redirectUris[1]', after: 'https://*/callback', note: 'not announced' },
            { path: 'partners / realm / accessTokenLifespan', before: '600', after: '600', note: 'announced, but not made' },
            { path: 'partners / client/legacy-1 / fullScopeAllowed', before: 'false', after: 'true', note: 'not announced' },
            { path: 'partners / client/old-desk', before: '{"enabled":true}', note: 'removed' },
          ],
        },
        {
          kind: 'table',
          topic: 'impact',
          title: 'Who is touched',
          columns: ['Application', 'When', 'By'],
          rows: [
            ['Portal', 'always', 'client/portal: redirectUris'],
            ['Wiki', 'always', 'client/wiki: redirectUris'],
            ['Administrators', 'critical', 'role/admin: composites'],
          ],
        },
        {
          kind: 'graph',
          topic: 'impact',
          title: 'How changes reach applications',
          nodes: [
            { id: 'client/portal: redirectUris', label: 'client/portal: redirectUris' },
            { id: 'application/portal', label: 'Portal', tone: 'warn' },
          ],
          edges: [{ from: 'client/portal: redirectUris', to: 'application/portal' }],
        },
      ],
    },
    {
      step: validate,
      key: 'keycloak-log/clean',
      id: 'keycloak-log/clean',
      title: 'The logs show no error since the deploy',
      why: 'What is wrong is often logged before a user notices it.',
      looks: [logs],
      outcome: { kind: 'pass' },
      findings: [
        {
          ...finding(
            'keycloak-log/ERROR_LINE',
            'fail',
            'pod/keycloak-7d9f8c-x2x9k',
            'ERROR [org.keycloak.theme] Failed to find message bundle of theme "healthdata" 12 times.',
            'Look at the line in its surroundings; a waiver can accept it until it is repaired.',
          ),
          waiver,
        },
      ],
      facts: [
        { name: 'lines read', value: 4210 },
        { name: 'lines of WARN', value: 31 },
      ],
      exhibits: [
        {
          kind: 'text',
          title: 'Templates of the lines, most frequent first',
          text: Array.from(
            { length: 24 },
            (_, index) =>
              `${String(412 - index * 17).padStart(5)}  INFO  [org.keycloak.services.scheduled.ScheduledTaskRunner] Executed scheduled task <name> in <ms> ms (${index})`,
          ).join('\n'),
        },
      ],
    },
    {
      step: validate,
      key: 'oidc/discovery healthdata',
      id: 'oidc/discovery',
      about: 'healthdata',
      title: 'The realm answers discovery with its own issuer',
      why: 'Every application begins here; a wrong issuer makes each of them refuse every token.',
      looks: [discovery],
      outcome: { kind: 'pass' },
      facts: [{ name: 'keys', value: 2 }],
    },
    {
      step: validate,
      key: 'oidc/discovery partners',
      id: 'oidc/discovery',
      about: 'partners',
      title: 'The realm answers discovery with its own issuer',
      why: 'Every application begins here; a wrong issuer makes each of them refuse every token.',
      looks: [partners],
      outcome: { kind: 'fail' },
      findings: [
        finding(
          'oidc/ISSUER',
          'fail',
          'realm/partners',
          'The issuer is not the public address.',
          'Set KC_HOSTNAME to the public address, and let the balancer pass the Host header.',
          {
            expected: 'https://sso-acc.example.org/realms/partners',
            actual: 'http://10.0.4.17:8080/realms/partners',
            terminal: true,
          },
        ),
      ],
    },
    {
      step: validate,
      key: 'login/login-and-logout portal',
      id: 'login/login-and-logout',
      about: 'portal',
      title: 'Log in and out',
      why: 'It is what users do; and a logout that does not end the session leaves the next person at the desk logged in.',
      needs: ['oidc/discovery healthdata'],
      looks: [journey('portal', 8.1, 2310)],
      outcome: { kind: 'pass' },
      facts: [
        { name: 'time to log in', value: 1.3, unit: 's' },
        { name: 'session ended', value: true },
      ],
    },
    {
      step: validate,
      key: 'login/login-and-logout wiki',
      id: 'login/login-and-logout',
      about: 'wiki',
      title: 'Log in and out',
      why: 'It is what users do; and a logout that does not end the session leaves the next person at the desk logged in.',
      needs: ['oidc/discovery healthdata'],
      looks: [journey('wiki', 8.2, 3920)],
      outcome: { kind: 'fail' },
      findings: [
        finding(
          'login/STILL_LOGGED_IN',
          'fail',
          'application/wiki',
          'After the logout, /private is still served to the old cookie: <script>alert("x")</script> \u001B[31mred\u001B[0m ]]> \u202Eexe.gnp and שלום.',
          'Let the application end its session at its end-session address; see its log of that minute.',
          {
            expected: { status: 302, location: 'https://sso-acc.example.org/realms/healthdata/protocol/openid-connect/auth' },
            actual: { status: 200, body: '<html><body onload="alert(1)">Private page of wiki</body></html>' },
          },
        ),
      ],
      exhibits: [
        {
          kind: 'strip',
          title: 'The way in pictures',
          frames: [
            { title: 'logged in', at: '1.2 s', sha256: screenshot, mediaType: 'image/png' },
            { title: 'failed', at: '3.4 s', sha256: screenshot, mediaType: 'image/png', tone: 'bad' },
          ],
        },
        { kind: 'image', title: 'After the logout', sha256: screenshot, mediaType: 'image/png' },
        { kind: 'image', title: 'Before the logout (its file is lost)', sha256: '0'.repeat(64), mediaType: 'image/png' },
      ],
    },
    {
      step: validate,
      key: 'login/login-and-logout desk',
      id: 'login/login-and-logout',
      about: 'desk',
      title: 'Log in and out',
      why: 'It is what users do; and a logout that does not end the session leaves the next person at the desk logged in.',
      needs: ['oidc/discovery partners'],
      outcome: { kind: 'blocked', by: ['oidc/discovery partners'] },
    },
    {
      step: validate,
      key: 'login/session-expires desk',
      id: 'login/session-expires',
      about: 'desk',
      title: 'The session ends when the token does',
      why: 'A longer session than the policy allows is a finding of every audit.',
      needs: ['login/login-and-logout desk'],
      outcome: { kind: 'blocked', by: ['oidc/discovery partners'] },
    },
    {
      step: validate,
      key: 'oidc/certificate',
      id: 'oidc/certificate',
      title: 'The certificate is good for a while yet',
      why: 'On the day that it ends, nobody logs in.',
      severity: 'warning',
      looks: [discovery],
      outcome: { kind: 'warn' },
      findings: [
        finding(
          'oidc/CERTIFICATE_ENDS',
          'warn',
          'certificate/sso-acc.example.org',
          'The certificate ends in 19 days.',
          'Renew it now; the renewal takes a week.',
          { expected: 'more than 30 days', actual: '19 days' },
        ),
      ],
    },
    {
      step: validate,
      key: 'login/service reporting',
      id: 'login/service',
      about: 'reporting',
      title: 'A service gets a token',
      why: 'Nightly jobs log in without a person to notice that they cannot.',
      severity: 'info',
      outcome: { kind: 'skipped', why: 'reporting is not deployed in this environment' },
    },
  ];
}
