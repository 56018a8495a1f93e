import { resolve } from 'node:path';
import { ConfigurationError } from '@keycloak-release-gate/core';
import { startLab } from '../../lab/start-lab.ts';
import { partInWords } from '../../parts/part.ts';
import { partsKey } from '../../parts/pseudonym-key.ts';
import { shardOf } from '../../parts/shard.ts';
import { liveProgress } from '../../progress/live.ts';
import { plainProgress } from '../../progress/plain.ts';
import { prepare } from '../../verify/prepare.ts';
import type { VerifyOptions } from '../../verify/prepare.ts';
import { command } from '../command.ts';
import { labName } from '../flags.ts';
import type { ChoiceFlags, FolderFlags } from '../flags.ts';
import { listen } from '../listen.ts';
import { optionsOf } from './run.ts';

interface CollectFlags extends ChoiceFlags, FolderFlags {
  readonly env?: string;
  readonly vantage?: 'cluster' | 'outside';
  readonly shard?: string;
  readonly output: string;
  readonly baseline?: string;
  readonly records?: readonly string[];
  readonly deadline?: number;
  readonly lab?: string;
  readonly json: boolean;
}

/** `verify collect`: a part of the looks, for `verify merge`. */
export const collect = command(async (flags: CollectFlags) => {
  const part = { vantage: flags.vantage ?? 'everywhere', ...shardOf(flags.shard, process.env) } as const;
  const key = partsKey(process.env);
  const options: VerifyOptions = { ...(await optionsOf(flags)), recorded: true, partly: true };
  const interrupt = new AbortController();
  const { identity, ...prepared } = await prepare(
    options,
    process.env,
    startLab({ name: labName(flags), signal: interrupt.signal, play: options, quiet: flags.json }),
    interrupt.signal,
  );
  if (!identity) throw new ConfigurationError([{ code: 'NO_PLAN', message: 'There is no plan.', remedy: '`verify plan` shows it.' }]);
  const { collectPart } = await import('../../parts/collect-part.ts');
  const live = process.stderr.isTTY && !process.env['CI'] && !flags.json ? liveProgress(process.stderr) : undefined;
  const stopListening = listen(interrupt);
  try {
    const {
      folder,
      looks,
      part: document,
    } = await collectPart({
      prepared: { ...prepared, identity },
      options,
      part,
      output: resolve(flags.output),
      key,
      interrupt: interrupt.signal,
      emit: live?.emit ?? (flags.json ? () => undefined : plainProgress((line) => process.stderr.write(`${line}\n`))),
      command: `verify ${process.argv.slice(2).join(' ')}`.trim(),
    });
    live?.stop();
    const { interrupted } = document.record.run;
    const gaps = Object.values(document.record.looks).flatMap(({ revisions }) => revisions.at(-1)?.gaps ?? []).length;
    process.stdout.write(
      flags.json
        ? `${JSON.stringify({ part, plan: document.plan.hash, looks, gaps, folder, interrupted }, null, 2)}\n`
        : `Collected ${partInWords(part)}: ${looks} looks, ${gaps} gaps, in ${folder}\n`,
    );
    if (interrupted === undefined) return 0;
    return interrupted === 'SIGTERM' ? 143 : 130;
  } finally {
    live?.stop();
    stopListening();
  }
});
