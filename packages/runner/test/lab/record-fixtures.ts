import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '@keycloak-release-gate/lab';
import { isOf } from './verify.ts';
import type { Verified } from './verify.ts';

/** Where whoever runs these tests wants what they have seen to be kept, for the tests of the judges. */
const { RECORD_FIXTURES: folder } = process.env;

const domains = ['kubernetes', 'keycloak-log', 'server-configuration'];

/**
 * Writes what was seen of a fault to `<RECORD_FIXTURES>/<domain>/<fault>.json`: the evidence of the last look, of the first one and
 * of before the release, and which checks read it with which expectations. Does nothing where nobody asks for it.
 */
export function recordFixtures({ id, expect }: Fault, { record, folder: run }: Verified): void {
  if (folder === undefined) return;
  for (const domain of domains) {
    const judged = record.plan.checks.filter((check) => {
      const result = record.results.find((each) => each.check === check.key);
      return (
        check.id.startsWith(`${domain}/`) &&
        result !== undefined &&
        result.findings.length > 0 &&
        expect.domains.some((name) => isOf(result, name))
      );
    });
    const looks: Record<string, unknown> = {};
    const reads = judged.flatMap((check) => Object.values(check.reads));
    for (const { look } of reads) {
      const revisions = record.looks[look]?.revisions ?? [];
      const [opening, latest] = [revisions.at(0), revisions.at(-1)].map((revision) => evidenceOf(run, revision?.evidence));
      const isCompared = reads.some((read) => read.look === look && read.revision === 'baseline');
      looks[look] = {
        latest,
        ...(JSON.stringify(opening) === JSON.stringify(latest) ? {} : { opening }),
        ...(isCompared ? { baseline: evidenceOf(run, record.looks[look]?.baseline?.revision.evidence) } : {}),
      };
    }
    if (judged.length === 0) continue;
    const checks = judged.map(({ id: check, expected }) => ({ id: check, expected }));
    mkdirSync(join(folder, domain), { recursive: true });
    writeFileSync(join(folder, domain, `${id}.json`), `${JSON.stringify({ now: record.run.startedAt, checks, looks })}\n`);
  }
}

const evidenceOf = (run: string, sha256: string | undefined): unknown =>
  sha256 === undefined ? undefined : JSON.parse(readFileSync(join(run, 'evidence', sha256), 'utf8'));
