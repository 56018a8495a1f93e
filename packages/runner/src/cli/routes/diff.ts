import { buildCommand } from '@stricli/core';
import { folderFlags, labFlag } from '../flags.ts';

export const diff = buildCommand({
  loader: async () => (await import('../commands/diff.ts')).diff,
  parameters: {
    flags: {
      format: {
        kind: 'enum',
        values: ['terminal', 'html', 'markdown', 'json'],
        default: 'terminal',
        brief: 'How it is shown',
      },
      output: { kind: 'parsed', parse: String, optional: true, placeholder: 'file', brief: 'Where to write; without it standard output' },
      asExpected: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'The lines that announce what differs, to paste into a release file',
      },
      strict: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Nothing is explained away: ids count, and addresses are those of each side',
      },
      release: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'id',
        brief: 'Hold it against what this release announces: before and after, or whether it arrived in both environments',
      },
      realm: {
        kind: 'parsed',
        parse: String,
        variadic: true,
        optional: true,
        placeholder: 'realm',
        brief: 'Only this realm (may be repeated); lab=other compares two of different names',
      },
      ...folderFlags,
      ...labFlag,
    },
    positional: {
      kind: 'tuple',
      parameters: [
        { parse: String, placeholder: 'A', brief: 'An environment, a snapshot file, or a run (its folder or its id)' },
        { parse: String, placeholder: 'B', brief: 'What it is compared with: likewise' },
      ],
    },
  },
  docs: {
    brief: 'Compare the admin configuration of two environments, snapshots or runs',
    fullDescription:
      "Says which object differs, which attribute, from what, to what. Between two environments, addresses are told by the environments' own files: what stands at the other's address there is equal. Exit code 0 equal, 1 different, 2 a side is none, 3 something could not be compared.",
  },
});
