import { buildCommand, buildRouteMap, numberParser } from '@stricli/core';
import { folderFlags, jsonFlag, recordsFlag } from '../flags.ts';

const text = (placeholder: string, brief: string) => ({ kind: 'parsed', parse: String, optional: true, placeholder, brief }) as const;
const texts = (placeholder: string, brief: string) => ({ ...text(placeholder, brief), variadic: true }) as const;

export const release = buildRouteMap({
  routes: {
    status: buildCommand({
      loader: async () => (await import('../commands/release-status.ts')).releaseStatus,
      parameters: {
        flags: { ...recordsFlag, ...folderFlags, ...jsonFlag },
        positional: {
          kind: 'tuple',
          parameters: [{ parse: String, placeholder: 'release', optional: true, brief: 'The release; without it all that are open' }],
        },
      },
      docs: {
        brief: 'Say how far a release is: done, failed, missing, and what comes next',
        fullDescription:
          'Takes the policy from top to bottom, for each environment of the release: done by what evidence and when, missing and what to do next by whom, failed, not needed and why; then what happened, in the order of time. Records count as evidence only where their hashes are right and they are judged again to be what they say. Exit code 0 nothing that was done is bad, whatever is still to do; 1 a step failed, 2 bad usage, 3 something that was looked at could not be told.',
      },
    }),
    new: buildCommand({
      loader: async () => (await import('../commands/release-new.ts')).releaseNew,
      parameters: {
        flags: {
          id: text('id', 'Its id, which names the file'),
          title: text('text', 'Its title'),
          description: text('text', 'What changes, for the release board'),
          from: text('version', 'The version of Keycloak that runs now'),
          to: text('version', 'The version that it leads to'),
          env: texts('id', 'An environment that it goes to (repeated, in the order in which it does)'),
          image: text('image', 'The container image, with its digest where it is known'),
          commit: text('commit', 'The commit that is deployed'),
          configurationOnly: {
            kind: 'boolean',
            default: false,
            withNegated: false,
            brief: 'Nothing is deployed: configuration alone changes',
          },
          plan: text('A|B', 'The rollback plan: A (redeploy the old version) or B (restore the database)'),
          reason: text('text', 'Why that is the rollback plan'),
          impact: text('text', 'What users and applications notice'),
          party: texts('who', 'Somebody who is to be contacted (may be repeated)'),
          window: text('from/to', 'When it is planned: two ISO 8601 times with their offsets'),
          soakHours: {
            kind: 'parsed',
            parse: numberParser,
            optional: true,
            placeholder: 'hours',
            brief: 'For how long it is watched after the window; the stand-by covers that, too',
          },
          author: text('name', 'Who makes the change; without it what git knows'),
          scenarios: folderFlags.scenarios,
          ...jsonFlag,
        },
      },
      docs: {
        brief: 'Write the file of a new release',
        fullDescription:
          'Asks what is not given by flags, where somebody is at the terminal, and writes scenarios/releases/<id>.ts. Nothing is overwritten. Whether the versions were published is asked of the Maven repository that MAVEN_REPOSITORY_URL names. Exit code 0 written, 2 something is missing or wrong: nothing is written.',
      },
    }),
  },
  docs: { brief: 'Write the file of a release, and see how far it is' },
});
