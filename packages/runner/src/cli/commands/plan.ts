import { startLab } from '../../lab/start-lab.ts';
import { vantageOf } from '../../parts/divide.ts';
import { prepare } from '../../verify/prepare.ts';
import { command } from '../command.ts';
import { labName } from '../flags.ts';
import type { ChoiceFlags, FolderFlags } from '../flags.ts';
import { optionsOf } from './run.ts';

const from = { cluster: 'from the cluster', outside: 'from outside', anywhere: 'from anywhere' } as const;

/** `verify plan`: the steps, their checks and the looks, without looking. */
export const plan = command(
  async (flags: ChoiceFlags & FolderFlags & { readonly env?: string; readonly lab?: string; readonly json: boolean }) => {
    const options = { ...(await optionsOf(flags)), plansOnly: true };
    const { plan: planned, choice } = await prepare(options, process.env, startLab({ name: labName(flags), quiet: flags.json }));
    const { steps, checks, looks, suite, partial, run } = planned;
    if (flags.json) {
      const document = {
        suite,
        chosen: choice.why,
        steps,
        checks,
        looks: [...looks.values()].map(({ key, collector, reads }) => ({
          key,
          title: collector.title,
          vantage: vantageOf(collector, run.environment),
          settles: collector.settles,
          reads,
        })),
        partial,
      };
      process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
      return 0;
    }
    const lines = [`${suite.title} on ${options.env} (${choice.why})${partial ? `, ${partial}` : ''}`, ''];
    for (const step of steps) {
      lines.push(step.sentence);
      for (const key of step.checks) {
        const check = checks.find((each) => each.key === key);
        if (check)
          lines.push(
            `  ${check.skipped === undefined ? '□' : '–'} ${key}: ${check.title}${check.skipped === undefined ? '' : ` (skipped: ${check.skipped})`}`,
          );
      }
    }
    lines.push(
      '',
      `${looks.size} looks:`,
      ...[...looks.values()].map(
        ({ key, collector }) =>
          `  ${key}: ${collector.title} (${from[vantageOf(collector, run.environment)]}${collector.settles ? ', until it settles' : ''})`,
      ),
      '',
    );
    process.stdout.write(lines.join('\n'));
    return 0;
  },
);
