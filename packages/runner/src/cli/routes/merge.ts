import { buildCommand, numberParser } from '@stricli/core';
import { folderFlags, jsonFlag } from '../flags.ts';

export const merge = buildCommand({
  loader: async () => (await import('../commands/merge.ts')).merge,
  parameters: {
    flags: {
      baseline: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'run',
        brief: 'The run to compare with; without it the newest pre-release run of the release',
      },
      within: {
        kind: 'parsed',
        parse: numberParser,
        optional: true,
        placeholder: 'minutes',
        brief: 'How far apart the parts may have been started, and how long ago the oldest; without it 60, at most 240',
      },
      ...folderFlags,
      ...jsonFlag,
    },
    positional: {
      kind: 'array',
      minimum: 1,
      parameter: { parse: String, placeholder: 'part', brief: 'The folder of a part, or one that holds parts' },
    },
  },
  docs: {
    brief: 'Judge the parts of one plan as one run',
    fullDescription:
      'Judges parts that verify collect wrote as one run, with its reports and its verdict: 0 pass, 1 fail, 2 configuration (parts that were edited, are given twice, are old or are of two plans), 3 inconclusive (as with a part that is missing), 4 internal.',
  },
});
