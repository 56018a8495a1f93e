import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { gate, RUN_SCHEMA, RunRecord } from '@keycloak-release-gate/core';
import type { Result } from '@keycloak-release-gate/core';
import { sampleChecks, waiver } from './sample-checks.ts';
import type { SampleCheck } from './sample-checks.ts';

/** A picture that stands for a screenshot: a pale page with a darker box. */
export const screenshot = picture(640, 400);
export const screenshotHash = createHash('sha256').update(screenshot).digest('hex');

/** Reads the evidence of a sample record: there is the screenshot alone. */
export function readSampleEvidence(sha256: string): Uint8Array {
  if (sha256 === screenshotHash) return screenshot;
  throw new Error(`There is no evidence ${sha256}`);
}

const startedAt = '2026-11-23T20:31:04+01:00';
const at = (seconds: number): string => new Date(Date.parse(startedAt) + seconds * 1000).toISOString();
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A run as it could be after a release that went wrong: every outcome, exhibit and kind of text from outside is in it. */
export function sampleRecord(checks: readonly SampleCheck[] = sampleChecks(screenshotHash)): RunRecord {
  const steps = [...new Map(checks.map((check) => [check.step.policy, check.step])).values()];
  const results: Result[] = checks.map(
    ({ key, id, about, title, severity = 'blocker', outcome, findings = [], gaps = [], facts = [], exhibits = [] }) => ({
      check: key,
      id,
      ...(about === undefined ? {} : { about }),
      title,
      severity,
      outcome,
      findings: [...findings],
      gaps: [...gaps],
      facts: [...facts],
      exhibits: [...exhibits],
    }),
  );
  const looks = new Map(checks.flatMap((check) => (check.looks ?? []).map((look) => [look.key, look] as const)));
  return RunRecord.parse({
    schema: RUN_SCHEMA,
    tool: { name: 'keycloak-release-gate', version: '1.0.0' },
    run: {
      id: '01KAT7Q4M8ZC3V5N2XJ9RWBH6D',
      startedAt,
      finishedAt: at(41.6),
      by: 'amelie',
      host: 'runner-7',
      command: 'verify --env acc',
      scenarios: { commit: '5d41402abc4b2a76b9719d911017c592ae2c7f10', dirty: true, changed: ['scenarios/releases/2026-11.ts'] },
      ci: { system: 'GitHub Actions', actor: 'amelie-p', url: 'https://github.com/example/sso/actions/runs/7/attempts/1' },
      deadlineSeconds: 900,
    },
    environment: {
      id: 'acc',
      title: 'Acceptance',
      production: false,
      timeZone: 'Europe/Brussels',
      publicUrl: 'https://sso-acc.example.org',
      realms: ['healthdata', 'partners'],
    },
    release: {
      id: '2026-11',
      title: 'Keycloak 26.7.4',
      description:
        'Upgrade of Keycloak from 26.4.0 to 26.7.4 for the security fixes of October. The portal gets a second redirect address, and the access token of the realm partners lives for five minutes instead of ten.',
      environments: ['test', 'acc', 'prod'],
      keycloak: { from: '26.4.0', to: '26.7.4' },
      image: 'registry.example.org/keycloak:26.7.4@sha256:4f1c6a3d9b0e7a52c8d1e6f0a9b3c4d5e6f7081920a1b2c3d4e5f60718293a4b',
      expectedChanges: [
        { object: 'client/portal', attribute: 'redirectUris', why: 'The portal moves to a second address.' },
        { object: 'realm/partners', attribute: 'accessTokenLifespan', why: 'Asked by the security officer.' },
      ],
      rollback: {
        plan: 'B',
        reason: 'The schema is migrated (26.4.0 has 124 change sets, 26.7.4 has 210), and 26.4.0 must not run on it.',
      },
      impact: 'All users are logged out once, for about two minutes nobody can log in. No application needs a change.',
      parties: ['Portal team', 'Partners desk', 'Service desk'],
      window: { from: '2026-11-23T20:00:00+01:00', to: '2026-11-23T22:00:00+01:00' },
      author: 'Amélie Peeters',
    },
    chosen: 'the one open release of acc',
    suite: { id: 'post-deploy', title: 'After the Deploy action' },
    window: { since: '2026-11-23T20:24:10+01:00', source: '--since' },
    settle: { every: 2000, good: 3, within: 300_000 },
    plan: {
      steps: steps.map(({ policy, sentence }) => ({
        policy,
        sentence,
        checks: checks.filter((check) => check.step.policy === policy).map((check) => check.key),
      })),
      checks: checks.map(({ key, id, about, title, why, severity = 'blocker', expected = {}, needs = [], looks: own = [] }) => ({
        key,
        id,
        ...(about === undefined ? {} : { about }),
        title,
        why,
        severity,
        expected,
        reads: Object.fromEntries(own.map((look, index) => [`look${index}`, { look: look.key, revision: 'latest', optional: false }])),
        needs: [...needs],
      })),
    },
    looks: Object.fromEntries(
      [...looks].map(([key, look]) => [
        key,
        {
          collector: look.key.replace(/\{.*/, ''),
          version: 1,
          title: look.title,
          params: {},
          settles: look.times.length > 1,
          revisions: look.times.map(([start, milliseconds], round) => ({
            round,
            startedAt: at(start),
            milliseconds,
            ...(look.unseen ? {} : { evidence: hash(key + round) }),
            gaps: look.unseen ? [look.unseen] : [],
          })),
        },
      ]),
    ),
    attachments: [
      { sha256: screenshotHash, name: 'after-logout.png', mediaType: 'image/png', look: 'login/journey', bytes: screenshot.length },
    ],
    waivers: [
      waiver,
      {
        ...waiver,
        code: 'backup/OLD',
        subject: 'backup/acc',
        expires: '2026-11-01T00:00:00+01:00',
        reason: 'The new backup server came in October.',
      },
    ],
    notices: ['The waiver of backup/OLD on backup/acc expired on 2026-11-01T00:00:00+01:00: it covers nothing.'],
    results,
    verdict: gate({ results }),
  });
}

/** A small PNG without any library. */
function picture(width: number, height: number): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const inBox = x > width * 0.3 && x < width * 0.7 && y > height * 0.25 && y < height * 0.75;
      const field = inBox && x > width * 0.35 && x < width * 0.65 && (Math.abs(y - height * 0.4) < 14 || Math.abs(y - height * 0.55) < 14);
      rows.set(field ? [214, 219, 226] : inBox ? [255, 255, 255] : [232, 236, 241], y * (1 + width * 3) + 1 + x * 3);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
