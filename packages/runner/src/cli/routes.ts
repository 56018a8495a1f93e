import { buildCommand, buildRouteMap, numberParser } from '@stricli/core';
import { choiceFlags, environmentFlag, folderFlags, jsonFlag, labFlag } from './flags.ts';

const run = buildCommand({
  loader: async () => (await import('./commands/run.ts')).run,
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
      deadline: { kind: 'parsed', parse: numberParser, optional: true, placeholder: 'seconds', brief: 'How long the whole run may take' },
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

const list = buildCommand({
  loader: async () => (await import('./commands/list.ts')).list,
  parameters: { flags: { ...folderFlags, ...jsonFlag } },
  docs: { brief: 'List environments, suites, releases and checks' },
});

const explain = buildCommand({
  loader: async () => (await import('./commands/explain.ts')).explain,
  parameters: {
    flags: {},
    positional: { kind: 'tuple', parameters: [{ parse: String, placeholder: 'id', brief: 'The id of a check, or the code of a finding' }] },
  },
  docs: { brief: 'Explain a check or a finding code' },
});

const plan = buildCommand({
  loader: async () => (await import('./commands/plan.ts')).plan,
  parameters: { flags: { ...environmentFlag, ...choiceFlags, ...folderFlags, ...labFlag, ...jsonFlag } },
  docs: { brief: 'Show what would be looked at and judged, without looking' },
});

const judge = buildCommand({
  loader: async () => (await import('./commands/judge.ts')).judge,
  parameters: {
    flags: { ...jsonFlag },
    positional: { kind: 'tuple', parameters: [{ parse: String, placeholder: 'run', brief: "A run's folder" }] },
  },
  docs: { brief: 'Judge a recorded run again' },
});

const report = buildCommand({
  loader: async () => (await import('./commands/report.ts')).report,
  parameters: {
    flags: {
      output: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'folder',
        brief: 'Where to write; without it only the terminal report is shown',
      },
    },
    positional: { kind: 'tuple', parameters: [{ parse: String, placeholder: 'run', brief: "A run's folder" }] },
  },
  docs: { brief: 'Render the reports of a recorded run again' },
});

const doctor = buildCommand({
  loader: async () => (await import('./commands/doctor.ts')).doctor,
  parameters: { flags: { ...environmentFlag, ...folderFlags, ...labFlag, ...jsonFlag } },
  docs: { brief: 'Say what is missing before an environment can be verified' },
});

const logs = buildRouteMap({
  routes: {
    baseline: buildCommand({
      loader: async () => (await import('./commands/logs-baseline.ts')).logsBaseline,
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

const snapshot = buildCommand({
  loader: async () => (await import('./commands/snapshot.ts')).snapshot,
  parameters: {
    flags: {
      ...environmentFlag,
      realm: {
        kind: 'parsed',
        parse: String,
        variadic: true,
        optional: true,
        placeholder: 'name',
        brief: 'Only this realm (may be repeated); without it all that the environment names',
      },
      output: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'file',
        brief: "Where to write; without it among the environment's reports",
      },
      ...folderFlags,
      ...labFlag,
      ...jsonFlag,
    },
  },
  docs: {
    brief: 'Write down how an environment is configured, to compare it later',
    fullDescription:
      'Reads every object of the realms, changes nothing, and writes one file without any secret in it. Exit code 3: something could not be read; the file is written and names it.',
  },
});

const diff = buildCommand({
  loader: async () => (await import('./commands/diff.ts')).diff,
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

const planRollback = buildCommand({
  loader: async () => (await import('./commands/plan-rollback.ts')).planRollback,
  parameters: {
    flags: {
      ...environmentFlag,
      release: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'id',
        brief: 'The release; without it the one that is open for the environment',
      },
      rehearse: {
        kind: 'boolean',
        optional: true,
        brief: 'Restore the newest backup here, and try both versions on it; without it where this machine may',
      },
      format: { kind: 'enum', values: ['terminal', 'json'], default: 'terminal', brief: 'How it is shown' },
      output: { kind: 'parsed', parse: String, optional: true, placeholder: 'file', brief: 'Where to write; without it standard output' },
      ...folderFlags,
      ...labFlag,
    },
  },
  docs: {
    brief: 'Say whether rolling a release back needs the database restored, and why',
    fullDescription:
      "Reads the database, restores the newest backup into a server of its own, asks the new version what it would migrate, and rehearses the way back: the new version migrates the copy and is used, then the old one starts on what is left. The plan is A (redeploy), B (restore the database), or nobody could tell, which counts as B; it is written beside the environment's reports, and pre-release holds the release against it. Exit code 0 the declared plan is strong enough, 1 it is too weak, 2 bad usage.",
  },
});

const login = buildCommand({
  loader: async () => (await import('./commands/login.ts')).login,
  parameters: {
    flags: {
      ...environmentFlag,
      headed: { kind: 'boolean', default: false, withNegated: false, brief: 'Show the browser' },
      step: { kind: 'boolean', default: false, withNegated: false, brief: 'Wait for Enter before each thing that is done' },
      ...folderFlags,
      ...labFlag,
    },
    positional: {
      kind: 'tuple',
      parameters: [{ parse: String, placeholder: 'application', brief: 'The id of an application of the environment' }],
    },
  },
  docs: {
    brief: 'Log in to one application and out of it, and watch: for whoever writes its entry',
    fullDescription:
      'Takes the same way as a run and judges it by the same rules; it records nothing. Tells each page, what is done on it, and, where it stops, what is on that page instead. Exit code 0: logged in and out as the entry says, 1: not, 2: the entry or the environment is not right, 3: it could not be seen.',
  },
});

const promotion = buildCommand({
  loader: async () => (await import('./commands/promotion.ts')).promotion,
  parameters: {
    flags: {
      release: { kind: 'parsed', parse: String, optional: true, placeholder: 'id', brief: 'The release; without it the one that is open' },
      env: {
        kind: 'parsed',
        parse: String,
        variadic: true,
        optional: true,
        placeholder: 'id=file|run',
        brief: 'What stands for an environment (may be repeated): test=before.json, acc=<run>; without it, it is looked at as it is now',
      },
      through: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'environment',
        brief: 'The last environment that it must have arrived in; without it all of the release',
      },
      format: { kind: 'enum', values: ['terminal', 'html', 'markdown', 'json'], default: 'terminal', brief: 'How it is shown' },
      output: { kind: 'parsed', parse: String, optional: true, placeholder: 'file', brief: 'Where to write; without it standard output' },
      ...folderFlags,
      ...labFlag,
    },
  },
  docs: {
    brief: 'Say in which environments the changes of a release have arrived, and what differs besides',
    fullDescription:
      "Takes the environments of the release in their order. Each announced change has arrived, has not yet, is otherwise, or nobody can see it; what else differs between neighbours is told. Addresses are told by the environments' own files. Exit code 0 all arrived and nothing else differs, 1 not, 2 bad usage, 3 something could not be seen.",
  },
});

const backup = buildRouteMap({
  routes: {
    list: buildCommand({
      loader: async () => (await import('./commands/backup-list.ts')).backupList,
      parameters: { flags: { ...environmentFlag, ...folderFlags, ...labFlag, ...jsonFlag } },
      docs: {
        brief: 'List every backup of an environment, newest first',
        fullDescription:
          'Looks into each place in which the environment keeps backups. Exit code 0, 2 the environment is not right, 3 a place could not be seen.',
      },
    }),
    check: buildCommand({
      loader: async () => (await import('./commands/backup-check.ts')).backupCheck,
      parameters: {
        flags: { ...environmentFlag, ...folderFlags, ...labFlag, ...jsonFlag },
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
      loader: async () => (await import('./commands/backup-manifest.ts')).backupManifest,
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
      loader: async () => (await import('./commands/backup-drill.ts')).backupDrill,
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
      loader: async () => (await import('./commands/backup-dump.ts')).backupDump,
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

const labFlags = { ...labFlag, ...folderFlags };
const lab = buildRouteMap({
  routes: {
    up: buildCommand({
      loader: async () => (await import('./commands/lab.ts')).labUp,
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
      loader: async () => (await import('./commands/lab.ts')).labDown,
      parameters: { flags: labFlags },
      docs: { brief: 'Stop it; no process and no file is left' },
    }),
    status: buildCommand({
      loader: async () => (await import('./commands/lab.ts')).labStatus,
      parameters: { flags: labFlags },
      docs: { brief: 'Say what runs, and where' },
    }),
    deploy: buildCommand({
      loader: async () => (await import('./commands/lab.ts')).labDeploy,
      parameters: {
        flags: labFlags,
        positional: { kind: 'tuple', parameters: [{ parse: String, placeholder: 'version', brief: 'The version of Keycloak' }] },
      },
      docs: { brief: "The lab's Deploy action: set the image; pods restart, the schema migrates" },
    }),
    pull: buildCommand({
      loader: async () => (await import('./commands/lab.ts')).labPull,
      parameters: {
        flags: labFlags,
        positional: { kind: 'tuple', parameters: [{ parse: String, placeholder: 'version', brief: 'The version of Keycloak' }] },
      },
      docs: { brief: "Unpack the image of a version, for what starts it on a copy of the database (a drill, a rollback's rehearsal)" },
    }),
    scale: buildCommand({
      loader: async () => (await import('./commands/lab.ts')).labScale,
      parameters: {
        flags: labFlags,
        positional: { kind: 'tuple', parameters: [{ parse: numberParser, placeholder: 'replicas', brief: 'How many pods' }] },
      },
      docs: { brief: 'Set the number of Keycloak pods' },
    }),
    rollback: buildCommand({
      loader: async () => (await import('./commands/lab.ts')).labRollback,
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
      loader: async () => (await import('./commands/lab.ts')).labFault,
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

const commands = {
  run,
  list,
  explain,
  plan,
  judge,
  report,
  doctor,
  snapshot,
  logs,
  diff,
  promotion,
  'plan-rollback': planRollback,
  login,
  backup,
  lab,
};

/** The first words that the program knows. */
export const commandNames: readonly string[] = Object.keys(commands);

export const routes = buildRouteMap({
  routes: commands,
  defaultCommand: 'run',
  docs: {
    brief: 'The gate that a Keycloak release must pass',
    fullDescription:
      'The gate that a Keycloak release must pass.\n\n  verify --env acc     verify the open release of an environment (see: verify run --help)\n  verify --env lab     the same on a real release environment on this machine',
  },
});
