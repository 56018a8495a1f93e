import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ConfigurationError } from '@keycloak-release-gate/core';
import { cleanText } from '../../report/clean-text.ts';
import { gather, goesTo } from '../../request/gather.ts';
import { htmlRequest } from '../../request/html.ts';
import { markdownRequest } from '../../request/markdown.ts';
import { exitCodeOf, requestOf } from '../../request/model.ts';
import { recordRequest } from '../../request/record.ts';
import { sentenceOf, titleOfVerdict } from '../../request/words.ts';
import { loadRelease } from '../../scenarios/load.ts';
import { tool } from '../../tool.ts';
import { command } from '../command.ts';
import type { FolderFlags } from '../flags.ts';

interface Flags extends FolderFlags {
  readonly output?: string;
  readonly pdf: boolean;
  readonly records?: readonly string[];
  readonly chromium?: string;
  readonly json: boolean;
}

/** `verify request <release>`: what the release board decides on, as a page, a text and a PDF. Exit code 0 only where it can be asked. */
export const request = command(async (flags: Flags, id: string) => {
  const scenarios = resolve(flags.scenarios);
  const reports = resolve(flags.reports);
  const release = (await loadRelease(scenarios, id)).value;
  const named = flags.output === undefined ? undefined : resolve(flags.output);
  const output = named ?? join(reports, (await goesTo(release, scenarios)).target.id, 'requests', release.id);
  const gathered = await gather(release, { scenarios, reports, records: flags.records ?? [], output, variables: process.env });
  const made = requestOf({ release, ...gathered, now: new Date().toISOString(), tool: tool.version });
  mkdirSync(output, { recursive: true });
  recordRequest(reports, made);
  const [html, markdown, pdf] = ['request.html', 'request.md', 'request.pdf'].map((name) => join(output, name)) as [string, string, string];
  writeFileSync(html, htmlRequest(made));
  writeFileSync(markdown, markdownRequest(made));
  // One of an earlier request would be taken for this one's.
  rmSync(pdf, { force: true });
  const printed = flags.pdf ? await (await import('../../request/pdf.ts')).printedPage(html, flags.chromium) : undefined;
  if (printed) writeFileSync(pdf, printed);
  const written = [html, markdown, ...(printed ? [pdf] : [])].map((file) => relative(process.cwd(), file));
  if (flags.json)
    process.stdout.write(
      `${JSON.stringify({ verdict: made.verdict, exitCode: exitCodeOf(made), missing: made.missing, evidence: made.evidence, written }, null, 2)}\n`,
    );
  else {
    const lines = [
      `${titleOfVerdict(made)}: ${release.id} to ${made.target.title}`,
      sentenceOf(made),
      ...made.missing.flatMap(({ what, next, who, saysNo }) => [`${saysNo ? '✗' : '?'} ${what}`, `  → ${who}: ${next}`]),
      `Written: ${written.join(', ')}`,
    ];
    process.stdout.write(`${cleanText(lines.join('\n'))}\n`);
  }
  if (flags.pdf && !printed) throw noBrowser(flags.chromium, html);
  return exitCodeOf(made);
});

const noBrowser = (named: string | undefined, html: string): ConfigurationError =>
  new ConfigurationError([
    {
      code: 'NO_BROWSER',
      message: `The PDF was not printed: ${named === undefined ? 'no Chromium was found on this machine' : `${named} is no program`}. The page and the text are written.`,
      where: '--chromium',
      remedy: `Install chromium-headless-shell (Debian) or Chromium, name one with --chromium, print ${relative(process.cwd(), html)} yourself, or say --no-pdf.`,
    },
  ]);
