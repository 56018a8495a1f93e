import { buildCommand, buildRouteMap, numberParser } from '@stricli/core';
import { environmentFlag, folderFlags, jsonFlag, labFlag } from '../flags.ts';

export const backup = buildRouteMap({
  routes: {
    list: buildCommand({
      loader: async () => (await import('../commands/backup-list.ts')).backupList,
      parameters: { flags: { ...environmentFlag, ...folderFlags, ...labFlag, ...jsonFlag } },
      docs: {
        brief: 'List every backup of an environment, newest first',
        fullDescription:
          'Looks into each place in which the environment keeps backups. Exit code 0, 2 the environment is not right, 3 a place could not be seen.',
      },
    }),
    check: buildCommand({
      loader: async () => (await import('../commands/backup-check.ts')).backupCheck,
      parameters: {
        flags: {
          ...environmentFlag,
          level: {
            kind: 'enum',
            values: ['L0', 'L1', 'L2'],
            default: 'L2',
            brief:
              'How closely dumps are looked at: L0 age and metadata, L1 hash and header too, L2 read to their end; less than L2 proves no backup good',
          },
          ...folderFlags,
          ...labFlag,
          ...jsonFlag,
        },
        positional: {
          kind: 'tuple',
          parameters: [{ parse: String, placeholder: 'name', optional: true, brief: 'One backup; without it the newest of each source' }],
        },
      },
      docs: {
        brief: 'Say whether the newest backup is fresh and whole, as a run would',
        fullDescription:
          'Judges age, hash, size and manifest, and reads a dump to its end; nothing is restored. Exit code 0 good, 1 not, 2 the environment or the name is not right, 3 it could not be seen.',
      },
    }),
    manifest: buildCommand({
      loader: async () => (await import('../commands/backup-manifest.ts')).backupManifest,
      parameters: {
        flags: {
          timeZone: {
            kind: 'parsed',
            parse: String,
            optional: true,
            placeholder: 'zone',
            brief: 'Of the machine that took it: Europe/Brussels, UTC; without it, of this one',
          },
          takenAt: {
            kind: 'parsed',
            parse: String,
            optional: true,
            placeholder: 'time',
            brief: 'When it was taken, ISO 8601, where it does not say',
          },
          database: {
            kind: 'parsed',
            parse: String,
            optional: true,
            placeholder: 'name',
            brief: 'Which database it is of, where it does not say',
          },
          ...jsonFlag,
        },
        positional: {
          kind: 'tuple',
          parameters: [{ parse: String, placeholder: 'dump', brief: 'A file, or the folder of a directory dump' }],
        },
      },
      docs: {
        brief: 'Write the manifest of a dump that has none, or hold a dump against the one that it has',
        fullDescription:
          'Reads the dump to its end and counts what is in it. A manifest that is written afterwards tells later damage and the moment of the backup, but not what was missing from the beginning: backup dump writes one that does. Exit code 0 written, or it fits; 1 the dump is not good; 2 something is to be corrected; 3 it could not be read.',
      },
    }),
    drill: buildCommand({
      loader: async () => (await import('../commands/backup-drill.ts')).backupDrill,
      parameters: {
        flags: {
          ...environmentFlag,
          level: {
            kind: 'enum',
            values: ['L3', 'L4', 'L5'],
            default: 'L4',
            brief: 'How far: L3 restored, L4 looked into, L5 the Keycloak of its version started on it, alone on the net, and logged in to',
          },
          jobs: {
            kind: 'parsed',
            parse: numberParser,
            optional: true,
            placeholder: 'number',
            brief: 'How many tables and indexes at once; without it one for each processor, up to 4',
          },
          target: {
            kind: 'parsed',
            parse: String,
            optional: true,
            placeholder: 'server',
            brief:
              'Restore into this empty database, postgresql://user@host/database or a service of libpq, instead of a server of its own; emptied again',
          },
          ...folderFlags,
          ...labFlag,
          ...jsonFlag,
        },
        positional: {
          kind: 'tuple',
          parameters: [{ parse: String, placeholder: 'name', optional: true, brief: 'One dump; without it the newest good one' }],
        },
      },
      docs: {
        brief: 'Restore a backup into a scratch server, look into it, and measure how long that takes',
        fullDescription:
          'Makes a PostgreSQL server of its own that only this account can reach, restores into it, holds what is in it against the manifest, and removes all of it, whatever happens. Runs only on the hosts that the environment names in backups.restore.hosts. The record is what pre-release asks for. Exit code 0 restorable, 1 not, 2 the environment or the name is not right, 3 it could not be tried, 130 interrupted.',
      },
    }),
    dump: buildCommand({
      loader: async () => (await import('../commands/backup-dump.ts')).backupDump,
      parameters: {
        flags: {
          ...environmentFlag,
          output: {
            kind: 'parsed',
            parse: String,
            placeholder: 'folder',
            brief: 'Where the backups are kept; it is made where it is missing',
          },
          format: {
            kind: 'enum',
            values: ['custom', 'directory', 'tar', 'plain'],
            default: 'custom',
            brief: "As pg_dump's",
          },
          compress: { kind: 'parsed', parse: String, optional: true, placeholder: 'level', brief: "As pg_dump's: 0 to 9, gzip:6, zstd:3" },
          jobs: {
            kind: 'parsed',
            parse: numberParser,
            optional: true,
            placeholder: 'number',
            brief: 'How many tables at once; with --format directory only',
          },
          schema: {
            kind: 'parsed',
            parse: String,
            optional: true,
            placeholder: 'name',
            brief: "Keycloak's schema, where several of the database hold its tables",
          },
          scenarios: folderFlags.scenarios,
          ...labFlag,
          ...jsonFlag,
        },
      },
      docs: {
        brief: "Take a backup of Keycloak's database, with a manifest of what it holds",
        fullDescription:
          "Takes a dump with pg_dump, and counts the rows of every table in the very snapshot that is dumped. It connects as psql does, by PGHOST, PGDATABASE, PGUSER, PGPASSFILE…; with --env, where the database is comes from the environment's file. Exit code 0 the backup is there, 2 something is to be corrected, 3 it could not be taken now, 130 interrupted; but for 0 nothing is left behind.",
      },
    }),
  },
  docs: { brief: 'The backups of the database' },
});
