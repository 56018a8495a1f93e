import { buildCommand, numberParser } from '@stricli/core';
import { choiceFlags, environmentFlag, folderFlags, jsonFlag, labFlag, recordsFlag } from '../flags.ts';

export const run = buildCommand({
  loader: async () => (await import('../commands/run.ts')).run,
  parameters: {
    flags: {
      ...environmentFlag,
      ...choiceFlags,
      baseline: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'run',
        brief: 'The run to compare with; without it the newest pre-release run of the release',
      },
      promotedFrom: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'run|file',
        brief: "What was proven in the environment before; without it the newest post-deploy run where the environment's promotesFrom says",
      },
      resume: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'run',
        brief: 'Go on with a run that saw too little, or was killed: only what is missing, and what settles, is looked at again',
      },
      deadline: { kind: 'parsed', parse: numberParser, optional: true, placeholder: 'seconds', brief: 'How long the whole run may take' },
      ...recordsFlag,
      ...folderFlags,
      ...labFlag,
      ...jsonFlag,
    },
  },
  docs: {
    brief: 'Look, judge, and say yes or no (the default command)',
    fullDescription:
      'Runs a suite against an environment and ends with one verdict: 0 pass, 1 fail, 2 configuration, 3 inconclusive, 4 internal, 130 interrupted.',
  },
});
