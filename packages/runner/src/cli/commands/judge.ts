import { codes, registry } from '@keycloak-release-gate/checks';
import { canonicalJson } from '@keycloak-release-gate/core';
import { judgeRecord } from '../../judge/judge-record.ts';
import { readRun } from '../../record/read.ts';
import { renderTerminal } from '../../report/write.ts';
import { tool } from '../../tool.ts';
import { command } from '../command.ts';

/** `verify judge <run>`: the second half of `verify`, from the record alone. */
export const judge = command(async (flags: { readonly json: boolean }, path: string) => {
  const run = readRun(path);
  const judged = judgeRecord(run.record, run.read, registry, codes);
  const same = canonicalJson([judged.results, judged.verdict]) === canonicalJson([run.record.results, run.record.verdict]);
  if (flags.json) {
    process.stdout.write(
      `${JSON.stringify({ run: run.record.run.id, same, recorded: { tool: run.record.tool, verdict: run.record.verdict }, now: { tool, verdict: judged.verdict } }, null, 2)}\n`,
    );
  } else {
    process.stdout.write(`${renderTerminal(judged, run.folder)}\n`);
    process.stdout.write(
      same
        ? `The same as recorded by ${run.record.tool.name} ${run.record.tool.version}.\n`
        : `Recorded by ${run.record.tool.name} ${run.record.tool.version}: ${run.record.verdict.kind} (exit ${run.record.verdict.exitCode}). Judged by ${tool.version}: ${judged.verdict.kind} (exit ${judged.verdict.exitCode}).\n`,
    );
  }
  return judged.verdict.exitCode;
});
