import { RollbackPlanRecord } from '@keycloak-release-gate/checks';
import { Release, substanceOf } from '@keycloak-release-gate/core';
import type { RunRecord } from '@keycloak-release-gate/core';
import type { Place, RequestInput, Tried } from '../../src/request/model.ts';
import { sampleChecks } from '../sample-checks.ts';
import { sampleRecord, screenshotHash } from '../sample-record.ts';

export const now = '2026-11-26T10:00:00+01:00';

const place = (id: string, production = false): Place => ({
  id,
  title: id === 'prod' ? 'sso.example.org' : `sso-${id}.example.org`,
  production,
  timeZone: 'Europe/Brussels',
  applications: ['Portal', 'Wiki', 'Partners desk'],
});

const said = {
  release: '2026-11',
  role: 'IS4U',
  confirmedAt: '2026-11-25T09:00:00+01:00',
  validFrom: '2026-11-25T09:00:00+01:00',
  expiresAt: '2026-12-05T09:00:00+01:00',
};

/** A release as it is when the board is asked. */
export const release: Release = Release.parse({
  ...sampleRecord().release,
  confirmations: [
    {
      ...said,
      type: 'parties contacted',
      person: 'Jeroen Maes',
      statement: 'The portal team and the partners desk tried it on acc and agree.',
    },
    { ...said, type: 'logs reviewed', person: 'Jeroen Maes', statement: 'The logs of three days on acc show nothing new.' },
  ],
  waivers: [
    {
      code: 'keycloak-log/NEW_ERROR',
      subject: 'log/9ef087c3',
      owner: 'Platform team',
      reason: 'The extension logs it at each start; its next version does not.',
      ticket: 'SSO-482',
      expires: '2026-12-31T18:00:00+01:00',
    },
  ],
  window: { from: '2026-11-30T20:00:00+01:00', to: '2026-11-30T22:00:00+01:00' },
});

/** A post-deploy run of the release with only what passed in it, and a warning. */
function passedRun(environment: string): RunRecord {
  const checks = sampleChecks(screenshotHash).filter(({ outcome }) => outcome.kind === 'pass' || outcome.kind === 'warn');
  const record = sampleRecord(checks);
  return {
    ...record,
    release,
    run: { ...record.run, id: environment === 'test' ? '01KAS0000000000000000000AA' : '01KAT7Q4M8ZC3V5N2XJ9RWBH6D' },
    environment: { ...record.environment, id: environment, title: place(environment).title },
  };
}

const tried = (id: string): Tried => {
  const record = passedRun(id);
  const { run, verdict, environment } = record;
  return {
    place: place(id),
    run: { record, folder: `../../../${id}/post-deploy/${run.id}`, sha256: (id === 'test' ? '4f' : '9c').repeat(32) },
    proven: {
      environment: id,
      newest: {
        run: run.id,
        where: `reports/${id}/post-deploy/${run.id}`,
        startedAt: run.startedAt,
        finishedAt: run.finishedAt,
        tool: '1.0.0',
        recorded: verdict.kind,
        verdict: verdict.kind,
        exitCode: verdict.exitCode,
        reasons: verdict.reasons,
        substance: substanceOf(release),
        scenarios: { commit: '5c'.repeat(20), dirty: false },
        publicUrl: `https://sso-${id}.example`,
        realms: environment.realms,
        digests: [],
      },
      failedSince: null,
      rolledBack: null,
      passedOver: [],
      refused: [],
    },
  };
};

/** The plan as `verify plan-rollback` computes it for an upgrade that migrates the schema. */
export const plan = RollbackPlanRecord.parse({
  format: 'keycloak-release-gate/rollback-plan',
  version: 1,
  release: release.id,
  environment: 'prod',
  from: release.keycloak.from,
  to: release.keycloak.to,
  deploys: true,
  image: release.image,
  at: '2026-11-26T08:12:00.000Z',
  host: 'gate-1',
  tool: '1.0.0',
  schema: null,
  backup: {
    name: 'keycloak-2026-11-26.dump',
    sha256: 'ab'.repeat(32),
    takenAt: { earliest: '2026-11-26T02:00:00.000Z', latest: '2026-11-26T02:00:00.000Z' },
  },
  plan: 'B',
  decidedBy: 'change-sets-differ',
  rules: [
    ['source-unreadable', false, 'Everything that the rules go by could be read, and no lock is held.'],
    ['change-sets-differ', true, 'On a restored copy, 26.7.4 adds 45 change sets that 26.4.0 does not know.'],
    ['version-rises', true, 'The newest migration rises from 26.4.0 to 26.7.4.'],
    ['custom-change-log-moves', false, 'No provider brings a change log of its own.'],
    ['destructive-configuration', false, 'Nothing is deleted that could not be made again.'],
    ['nothing-left-behind', false, 'An earlier rule decides.'],
  ].map(([rule, holds, because]) => ({ rule, holds, because, evidence: [] })),
  notTried: null,
  forecast: {
    seconds: 12,
    sql: { file: '2026-11.sql', sha256: 'cd'.repeat(32), bytes: 21_000 },
    statements: { 'ALTER TABLE': 120, 'CREATE INDEX': 31 },
    tables: ['client', 'realm', 'user_entity', 'offline_user_session'],
    changeSets: [{ table: 'databasechangelog', count: 45 }],
    indexBuilds: [],
  },
  rehearsal: {
    seconds: 41.2,
    tables: [],
    oldBooted: true,
    logins: [
      { who: 'an administrator who had logged in on the new version', ok: false, why: '401 Invalid user credentials' },
      { who: 'a user who had logged in on the new version', ok: true, why: null },
    ],
  },
  probeBudget: { seconds: 300, from: 'startupProbe' },
  lost: { since: '2026-11-26T02:00:00.000Z', counts: { users: 12, credentials: 15, consents: 4, events: 2_310 } },
});

const promotion = { id: 'prod', production: true, publicUrl: 'https://sso.prod.example', realms: ['main'], unset: [] };

/** A request that can be made. */
export const ready: RequestInput = {
  release,
  target: { ...place('prod', true), promotion },
  tried: [tried('test'), tried('acc')],
  places: ['reports'],
  plans: [{ place: place('prod', true), record: plan }],
  now,
  tool: '1.0.0',
};
