import { readdirSync, readFileSync } from 'node:fs';
import { plannedRead } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { registry } from './registry.ts';

/*
 * What the gate saw of each fault in the real lab, judged again. To record it anew, run the lab's tests with RECORD_FIXTURES set
 * to a folder, copy what they write to `<domain>/fixtures/faults/`, and let Vitest update the findings (`-u`), to be reviewed.
 */

const Recorded = z.object({
  now: z.string(),
  checks: z.array(z.object({ id: z.string(), expected: z.unknown() })),
  looks: z.record(z.string(), z.object({ latest: z.unknown(), opening: z.unknown(), baseline: z.unknown() }).partial()),
});
type Recorded = z.infer<typeof Recorded>;

/** What each check that was recorded finds in its evidence, and what that does not show, by its id. */
function judged({ now, checks, looks }: Recorded): object {
  return Object.fromEntries(
    checks.map(({ id, expected }) => {
      const check = registry.get(id) ?? expect.fail(`There is no check ${id}.`);
      const evidence = Object.entries(check.reads).flatMap(([name, read]) => {
        const { collector, revision } = plannedRead(read);
        const { latest, opening = latest, baseline } = looks[collector.id] ?? {};
        const seen = { latest, opening, baseline, previous: undefined }[revision];
        return seen === undefined ? [] : [[name, collector.evidence.parse(seen)] as const];
      });
      const { findings, gaps = [] } = check.judge(Object.fromEntries(evidence), check.expects.parse(expected), { now });
      return [id, [...findings, ...gaps]];
    }),
  );
}

describe.each(['kubernetes', 'keycloak-log', 'server-configuration'])('recorded from the lab, %s', (domain) => {
  const folder = new URL(`./${domain}/fixtures/faults/`, import.meta.url);
  const ids = readdirSync(folder)
    .filter((file) => file.endsWith('.json') && !file.endsWith('.findings.json'))
    .map((file) => file.slice(0, -'.json'.length));

  it.each(ids)('%s', async (id) => {
    const recorded = Recorded.parse(JSON.parse(readFileSync(new URL(`${id}.json`, folder), 'utf8')));
    const found = `${JSON.stringify(judged(recorded), undefined, 2)}\n`;
    await expect(found).toMatchFileSnapshot(new URL(`${id}.findings.json`, folder).pathname);
  });
});
