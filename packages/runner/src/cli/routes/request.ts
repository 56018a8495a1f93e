import { buildCommand } from '@stricli/core';
import { folderFlags, jsonFlag, recordsFlag } from '../flags.ts';

export const request = buildCommand({
  loader: async () => (await import('../commands/request.ts')).request,
  parameters: {
    flags: {
      output: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'folder',
        brief: 'Where to write; without it reports/<environment>/requests/<release>',
      },
      pdf: { kind: 'boolean', default: true, brief: 'Print it as a PDF, with the Chromium of this machine' },
      chromium: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'path',
        brief: 'Which Chromium prints it; without it one that is installed',
      },
      ...recordsFlag,
      ...folderFlags,
      ...jsonFlag,
    },
    positional: {
      kind: 'tuple',
      parameters: [{ parse: String, placeholder: 'release', brief: 'The release: the name of a file in scenarios/releases' }],
    },
  },
  docs: {
    brief: 'Write the request to the release board: one page, one text, one PDF',
    fullDescription:
      'Puts together what the board decides on: description, impact, rollback answer, the runs of the environments before, what people confirmed, risks and waivers. It asks no system anything: it reads the release file, the records of runs and the computed rollback plan. Exit code 0 the board can be asked, 1 something says no, 3 something is not there yet, 2 bad usage.',
  },
});
