import { buildCommand, buildRouteMap, numberParser } from '@stricli/core';
import { folderFlags, labFlag } from '../flags.ts';

const labFlags = { ...labFlag, ...folderFlags };

export const lab = buildRouteMap({
  routes: {
    up: buildCommand({
      loader: async () => (await import('../commands/lab.ts')).labUp,
      parameters: {
        flags: {
          ...labFlags,
          version: {
            kind: 'parsed',
            parse: String,
            optional: true,
            placeholder: 'version',
            brief: 'The version of Keycloak to begin with',
          },
        },
      },
      docs: { brief: 'Bring up a real release environment on this machine' },
    }),
    down: buildCommand({
      loader: async () => (await import('../commands/lab.ts')).labDown,
      parameters: { flags: labFlags },
      docs: { brief: 'Stop it; no process and no file is left' },
    }),
    status: buildCommand({
      loader: async () => (await import('../commands/lab.ts')).labStatus,
      parameters: { flags: labFlags },
      docs: { brief: 'Say what runs, and where' },
    }),
    deploy: buildCommand({
      loader: async () => (await import('../commands/lab.ts')).labDeploy,
      parameters: {
        flags: labFlags,
        positional: { kind: 'tuple', parameters: [{ parse: String, placeholder: 'version', brief: 'The version of Keycloak' }] },
      },
      docs: { brief: "The lab's Deploy action: set the image; pods restart, the schema migrates" },
    }),
    pull: buildCommand({
      loader: async () => (await import('../commands/lab.ts')).labPull,
      parameters: {
        flags: labFlags,
        positional: { kind: 'tuple', parameters: [{ parse: String, placeholder: 'version', brief: 'The version of Keycloak' }] },
      },
      docs: { brief: "Unpack the image of a version, for what starts it on a copy of the database (a drill, a rollback's rehearsal)" },
    }),
    scale: buildCommand({
      loader: async () => (await import('../commands/lab.ts')).labScale,
      parameters: {
        flags: labFlags,
        positional: { kind: 'tuple', parameters: [{ parse: numberParser, placeholder: 'replicas', brief: 'How many pods' }] },
      },
      docs: { brief: 'Set the number of Keycloak pods' },
    }),
    rollback: buildCommand({
      loader: async () => (await import('../commands/lab.ts')).labRollback,
      parameters: {
        flags: {
          ...labFlags,
          plan: { kind: 'enum', values: ['a', 'b'], brief: 'a: the old version; b: scale to 0, restore the database, the old version' },
          until: {
            kind: 'enum',
            values: ['scaled-down', 'restored', 'done'],
            default: 'done',
            brief: 'Plan b only: where to stop; at scaled-down pre-restore is verified, and the same command goes on from there',
            optional: false,
          },
        },
      },
      docs: { brief: 'Roll the last deploy back' },
    }),
    fault: buildCommand({
      loader: async () => (await import('../commands/lab.ts')).labFault,
      parameters: {
        flags: { ...labFlags, heal: { kind: 'boolean', default: false, withNegated: false, brief: 'Undo the fault instead' } },
        positional: {
          kind: 'tuple',
          parameters: [{ parse: String, placeholder: 'id', optional: true, brief: 'The fault; without it they are listed' }],
        },
      },
      docs: { brief: 'Inject a fault for a person to look at' },
    }),
  },
  docs: { brief: 'A real release environment on this machine' },
});
