import { buildCommand, numberParser } from '@stricli/core';
import { choiceFlags, environmentFlag, folderFlags, jsonFlag, labFlag, recordsFlag } from '../flags.ts';

export const collect = buildCommand({
  loader: async () => (await import('../commands/collect.ts')).collect,
  parameters: {
    flags: {
      ...environmentFlag,
      ...choiceFlags,
      vantage: {
        kind: 'enum',
        values: ['cluster', 'outside'],
        optional: true,
        brief: 'From where this part looks; without it everything is seen from here',
      },
      shard: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'i/n',
        brief: "Which of n shards, from 1, by application; job/n takes the number from an Indexed Job's JOB_COMPLETION_INDEX",
      },
      output: { kind: 'parsed', parse: String, default: 'parts', placeholder: 'folder', brief: "Where the part's folder is made" },
      baseline: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'run',
        brief: 'The run of before the release, for looks that read it; without it the newest pre-release run in the reports',
      },
      ...recordsFlag,
      deadline: { kind: 'parsed', parse: numberParser, optional: true, placeholder: 'seconds', brief: 'How long this part may take' },
      ...folderFlags,
      ...labFlag,
      ...jsonFlag,
    },
  },
  docs: {
    brief: 'Take a part of the looks, from one vantage, for verify merge',
    fullDescription:
      'Takes the looks of one vantage, or one shard of them, and writes them as a folder that verify merge judges together with the other parts of the same plan. All parts need the same secret in VERIFY_PARTS_KEY, of 32 characters or more. Exit codes: 0 collected (whatever was seen), 2 configuration, 4 internal, 130 interrupted.',
  },
});
