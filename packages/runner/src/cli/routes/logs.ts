import { buildCommand, buildRouteMap, numberParser } from '@stricli/core';
import { environmentFlag, folderFlags, jsonFlag, labFlag } from '../flags.ts';

export const logs = buildRouteMap({
  routes: {
    baseline: buildCommand({
      loader: async () => (await import('../commands/logs-baseline.ts')).logsBaseline,
      parameters: {
        flags: {
          ...environmentFlag,
          since: {
            kind: 'parsed',
            parse: String,
            optional: true,
            placeholder: 'time',
            brief: 'From when on, ISO 8601; without it --hours',
          },
          hours: {
            kind: 'parsed',
            parse: numberParser,
            optional: true,
            placeholder: 'number',
            brief: 'How many hours it must cover, and how far back the pods are read; without it 24',
          },
          file: {
            kind: 'parsed',
            parse: String,
            variadic: true,
            optional: true,
            placeholder: 'file',
            brief: 'Logs that a log store exported, oldest line first (may be repeated; .gz; - is standard input), instead of the pods',
          },
          pods: { kind: 'boolean', default: false, withNegated: false, brief: 'The pods too, where files are given' },
          output: {
            kind: 'parsed',
            parse: String,
            optional: true,
            placeholder: 'file',
            brief: 'Where to write; without it where runs look for it',
          },
          partial: { kind: 'boolean', default: false, withNegated: false, brief: 'Write it although it is short' },
          ...folderFlags,
          ...labFlag,
          ...jsonFlag,
        },
      },
      docs: {
        brief: 'Record what the logs hold before a release, to tell later what is new',
        fullDescription:
          'Reads the logs of the pods, or files that a log store exported, and writes which errors and warnings they hold, how often. Runs after the deploy compare with it. Exit code 3: it would have been short, and nothing was written.',
      },
    }),
  },
  defaultCommand: 'baseline',
  docs: { brief: 'The logs before a release' },
});
