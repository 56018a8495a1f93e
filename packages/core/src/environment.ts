import { z } from 'zod';
import { Application, NotTested } from './application.ts';
import type { ApplicationDefinition } from './application.ts';
import { GitHubLogin } from './github-login.ts';
import { SecretReference } from './reference.ts';
import type { Definition } from './reference.ts';
import { Waiver } from './waiver.ts';

const url = z.url({ protocol: /^https?$/ });
const port = z.coerce.number().int().min(1).max(65_535);

/** How a look that may be "not yet" is repeated: every so many ms, until so many good looks in a row, within so many ms. */
export const Settle = z.strictObject({
  every: z.number().int().min(50),
  good: z.number().int().min(1),
  within: z.number().int().min(1),
});
export type Settle = z.infer<typeof Settle>;

const client = z.strictObject({
  realm: z.string().min(1),
  clientId: z.string().min(1),
  secret: SecretReference,
});

/** How the gate reaches a database of PostgreSQL. */
const databaseConnection = z.strictObject({
  host: z.string().min(1),
  port: port.default(5432),
  name: z.string().min(1),
  user: z.string().min(1),
  password: SecretReference,
  /** `verify-full` unless the connection never leaves the machine. */
  tls: z.enum(['verify-full', 'off']).default('verify-full'),
  caFile: z.string().optional(),
});

/** A name in PostgreSQL, as it is written there: capital letters count. */
const identifier = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[^\p{C}]*$/u, 'no control characters');

/** A table, or a view, in which a row stands for each backup. */
const backupCatalogue = z
  .strictObject({
    /** `schema.name` */
    table: z.string().regex(/^[^.\p{C}]{1,63}\.[^.\p{C}]{1,63}$/u, '`schema.name`'),
    /** What a row stands for: it says which moment a restore brings back, the start of a logical backup or the end of another one. */
    kind: z.enum(['logical', 'physical', 'snapshot']),
    /** Which column says what. Times are `timestamptz`; without `finishedAt`, a backup is being taken. */
    columns: z.strictObject({
      id: identifier,
      finishedAt: identifier,
      startedAt: identifier.optional(),
      bytes: identifier.optional(),
      state: identifier.optional(),
      sha256: identifier.optional(),
      /** The one database that it is of. */
      database: identifier.optional(),
    }),
    /** What the column `state` says of a backup that succeeded: any of these. */
    good: z.array(z.string().min(1)).min(1).optional(),
    /** The database that the table is in, where that is not Keycloak's own. */
    connection: databaseConnection.optional(),
  })
  .refine(({ columns, good }) => (columns.state === undefined) === (good === undefined), {
    message: '`columns.state` and `good` go together: which of its values mean success?',
  })
  .refine(({ kind, columns }) => kind !== 'logical' || columns.startedAt !== undefined, {
    message: 'a logical backup restores the moment at which it began: name `columns.startedAt`',
  });

/** A page of a theme that the gate does not know by itself, by what is on it. Selectors are CSS. */
export const KeycloakPageOverride = z.strictObject({
  page: z.enum(['login', 'one-time-code', 'consent', 'logout-confirmation', 'required-action', 'expired', 'error', 'info']),
  /** Visible on this page and on no other. */
  when: z.string().min(1),
  /** The fields, where they have not the ids of Keycloak's own themes. */
  username: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
  code: z.string().min(1).optional(),
  /** What is clicked to go on. */
  submit: z.string().min(1).optional(),
  /** Visible when, and only when, what was typed is refused. */
  invalid: z.string().min(1).optional(),
});
export type KeycloakPageOverride = z.infer<typeof KeycloakPageOverride>;

/** Where Keycloak runs, and how the gate gets at what it must see. Every secret in it is a reference. */
export const Environment = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  title: z.string(),
  production: z.boolean().default(false),
  /** An IANA zone: in it, a day begins and backups are dated. */
  timeZone: z.string().default('UTC'),
  /** `lab`: the runner brings it up by itself. */
  startedBy: z.literal('lab').optional(),
  keycloak: z.strictObject({
    /** What browsers and applications see; the issuer begins with it. */
    publicUrl: url,
    /** Where the admin API is reachable; often not the public address. */
    adminUrl: url,
    /** Port 9000 of each pod, where reachable. */
    managementUrls: z.array(url).default([]),
    realms: z.array(z.string().min(1)).min(1),
    /** Pages of a theme of your own, as far as they are not built like Keycloak's. The first that fits a page is taken. */
    pages: z.array(KeycloakPageOverride).default([]),
  }),
  /** The gate's own clients: one that reads the configuration, and one that witnesses sessions in the browser. */
  gate: z.strictObject({
    admin: client,
    /**
     * A key of 32 characters or more, of this environment alone: with it, secrets that Keycloak shows are compared by keyed digests.
     * Without it, only whether there is one is.
     */
    digestKey: SecretReference.optional(),
    witness: client.extend({ redirectUri: z.string() }).optional(),
  }),
  kubernetes: z
    .strictObject({
      /** Either a kubeconfig (and a context), or a server with its CA file and a token. */
      kubeconfig: z.string().optional(),
      context: z.string().optional(),
      server: url.optional(),
      caFile: z.string().optional(),
      token: SecretReference.optional(),
      namespace: z.string().min(1),
      workload: z.strictObject({
        kind: z.enum(['Deployment', 'StatefulSet']).default('Deployment'),
        name: z.string().min(1),
      }),
      container: z.string().default('keycloak'),
      /** The Services that must lead to the pods. Without it: the one of the workload's name, and those that select the pods. */
      services: z.array(z.string().min(1)).optional(),
      /** False where the gate has no right to read nodes, which takes a ClusterRole: they are then not looked at. */
      nodes: z.boolean().default(true),
      /** Where the pod template tells the commit that it was deployed from. Without it, the names in common use are tried. */
      commit: z
        .union([
          z.strictObject({ annotation: z.string().min(1) }),
          z.strictObject({ label: z.string().min(1) }),
          z.strictObject({ env: z.string().min(1) }),
        ])
        .optional(),
    })
    .optional(),
  /** The Deploy action: its runs tell when a deploy began, what it deployed, and who set it off. */
  deploy: z
    .strictObject({
      github: z.strictObject({
        repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, '`owner/name`'),
        /** The workflow's file name: `deploy.yml`. */
        workflow: z.string().regex(/^[\w.-]+\.ya?ml$/, "the workflow's file name, such as `deploy.yml`"),
        branch: z.string().min(1).optional(),
        /** For a workflow that deploys to several environments: only its runs whose title holds this text are of this one. */
        title: z.string().min(1).optional(),
        apiUrl: url.default('https://api.github.com'),
        /** After the gate's yes a job waits (for reviewers, or a timer) until the release's window: then the gate may say it before. */
        waitsForWindow: z.boolean().default(false),
        /** The release board approves in the action itself: as a reviewer of this GitHub environment. */
        approvals: z
          .strictObject({
            environment: z.string().min(1),
            /**
             * Who is on the board, by their logins: no other reviewer's approval counts, nor that of who set the run off. With the name it is
             * held against the author's; of a login alone only a release tells that its author is another one (`authorLogin`).
             */
            board: z.array(z.union([GitHubLogin, z.strictObject({ login: GitHubLogin, name: z.string().trim().min(1) })])).min(1),
          })
          .optional(),
        token: SecretReference.optional(),
      }),
    })
    .optional(),
  /** Where else it is told what only people can say, beside the release's file, `verify confirm` and the Deploy action's approvals. */
  confirmations: z
    .strictObject({
      /** A program and its arguments, with the ids of the release and of this environment behind them: it prints confirmations as docs/confirmations.schema.json says. No shell. */
      command: z.array(z.string().min(1)).min(1).optional(),
      /** The calendar of who is on call (iCalendar), as PagerDuty, Jira Service Management and others publish one: who is on duty is on stand-by. */
      onCall: z
        .strictObject({
          /** Its address, which is a secret: whoever knows it can read the calendar. */
          url: SecretReference.optional(),
          file: z.string().min(1).optional(),
          /** How the entries begin that are duties (`On Call`); `all` where the calendar holds nothing else: no holidays, no meetings. */
          titles: z.union([z.literal('all'), z.array(z.string().min(1)).min(1)]),
          /** Who can restore the database, by the names and addresses that the calendar has for them. Nobody else in it is on stand-by. */
          engineers: z.array(z.strictObject({ name: z.string().min(1), knownAs: z.array(z.string().min(1)).default([]) })).min(1),
        })
        .refine(({ url: address, file }) => (address === undefined) !== (file === undefined), { message: 'name one of `url` and `file`' })
        .optional(),
    })
    .refine(({ command, onCall }) => command !== undefined || onCall !== undefined, { message: 'name `command`, `onCall` or both' })
    .optional(),
  logs: z
    .strictObject({
      /** The file of `verify logs baseline`, where it does not lie in `reports/<environment>/log-baseline.json`. */
      baseline: z.string().min(1),
    })
    .optional(),
  database: databaseConnection.extend({ schema: z.string().default('public') }).optional(),
  /** Where the backups are: one of these, or several. */
  backups: z
    .strictObject({
      /** A folder of dumps. */
      directory: z.string().min(1).optional(),
      pgbackrest: z
        .strictObject({
          stanza: z.string().regex(/^[\w.-]+$/),
          /** How it is run: `['kubectl', 'exec', '-n', 'db', 'deploy/backup', '--', 'pgbackrest']`. */
          command: z.array(z.string().min(1)).min(1).default(['pgbackrest']),
          /** Its configuration file, where that is not /etc/pgbackrest/pgbackrest.conf. */
          config: z.string().min(1).optional(),
          /** The repository, where the stanza has several and only one counts. */
          repo: z.number().int().min(1).optional(),
          /** How it is run to restore a backup on trial, where `command` runs it on another machine: only here can it restore into the gate's own folder. */
          local: z
            .strictObject({ command: z.array(z.string().min(1)).min(1).default(['pgbackrest']), config: z.string().min(1).optional() })
            .optional(),
        })
        .optional(),
      /** A cluster of CloudNativePG: its Backup resources are read through the Kubernetes API. */
      cloudnativepg: z.strictObject({ cluster: z.string().min(1), namespace: z.string().min(1).optional() }).optional(),
      /** The CronJob that takes the backups. It tells that one was taken, and nothing of what is in it. */
      cronJob: z.strictObject({ name: z.string().min(1), namespace: z.string().min(1).optional() }).optional(),
      /** The PersistentVolumeClaim of PostgreSQL's data: its VolumeSnapshots are read through the Kubernetes API. */
      volumeSnapshot: z.strictObject({ claim: z.string().min(1), namespace: z.string().min(1).optional() }).optional(),
      /** A table of PostgreSQL in which the backup job writes down what it has taken. */
      catalogue: backupCatalogue.optional(),
      /** A program and its arguments: it prints the backups as docs/backups.schema.json says. No shell. */
      command: z.array(z.string().min(1)).min(1).optional(),
      /** Hours after which the newest backup is a warning, and a failure. */
      warnAfterHours: z.number().positive().default(12),
      failAfterHours: z.number().positive().default(24),
      /** The newest backup must be of the same calendar day, in the environment's time zone. */
      sameDay: z.boolean().default(false),
      /** Bytes. A backup that is smaller is no backup, however young. */
      smallestBytes: z.number().int().positive().optional(),
      /** Minutes after which the newest archived segment of the write-ahead log is a warning, and a failure. */
      walWarnMinutes: z.number().positive().default(15),
      walFailMinutes: z.number().positive().default(60),
      /** Restoring a backup to try it. */
      restore: z
        .strictObject({
          /** The machines that may hold a copy of this environment's personal data, by their host names. */
          hosts: z.array(z.string().min(1)).default([]),
          /** Seconds in which a restore must be over: what the organisation promises. */
          withinSeconds: z.number().positive().optional(),
          /** Where Keycloak's programs are, a folder per version, each unpacked from the image that is released: `/opt/keycloak/{version}`. */
          keycloak: z.string().min(1).optional(),
          /** What brings back a backup that `command` lists: the programs run here, without a shell, as the account of PostgreSQL's server. */
          program: z
            .strictObject({
              /** Puts the files of the cluster into `{directory}`, of the backup `{id}`: `['wal-g', 'backup-fetch', '{directory}', '{id}']`. */
              files: z.array(z.string().min(1)).min(1),
              /** Fetches `{segment}` of the write-ahead log into `{file}`, for the cluster in `{directory}`: `['wal-g', 'wal-fetch', '{segment}', '{file}']`. Without it, the files bring it. */
              wal: z.array(z.string().min(1)).min(1).optional(),
              /** Names of the variables that they are given: `['WALG_S3_PREFIX']`. */
              variables: z.array(z.string().regex(/^[A-Za-z_]\w*$/)).default([]),
            })
            .optional(),
        })
        .optional(),
    })
    .refine(
      ({ directory, pgbackrest, cloudnativepg, cronJob, volumeSnapshot, catalogue, command }) =>
        [directory, pgbackrest, cloudnativepg, cronJob, volumeSnapshot, catalogue, command].some((source) => source !== undefined),
      {
        message:
          'name where the backups are: `directory`, `pgbackrest`, `cloudnativepg`, `cronJob`, `volumeSnapshot`, `catalogue` or `command`',
      },
    )
    .optional(),
  /** The path of a Chromium for the logins, where it is not where distributions put it. */
  chromium: z.string().optional(),
  /** A file of certificate authorities of your own (PEM) for that browser, beside those that it brings. For Linux; it takes `certutil`. */
  chromiumCaFile: z.string().optional(),
  users: z
    .record(
      z.string(),
      z.strictObject({
        username: z.string(),
        password: SecretReference,
        totp: SecretReference.optional(),
      }),
    )
    .default({}),
  applications: z.array(Application).default([]),
  /** Clients that are left out of the logins, each until a date. */
  notTested: z.array(NotTested).default([]),
  /** The environment in which a release is tried before it comes here: pre-release holds what was proven there against what is here. */
  promotesFrom: z.string().optional(),
  waivers: z.array(Waiver).default([]),
  /**
   * Where a run is collected in parts: from where this environment's things are seen, by the id of a collector or its domain
   * (`{ 'keycloak-config': 'cluster' }`), where that is not what `verify plan` says.
   */
  vantages: z.record(z.string(), z.enum(['cluster', 'outside'])).default({}),
  settle: Settle.default({ every: 2_000, good: 3, within: 300_000 }),
  /** Seconds for the whole run. */
  deadlineSeconds: z.number().positive().max(2_147_483).default(900),
});
export type Environment = z.infer<typeof Environment>;

/** What a person writes: plain values may be references to environment variables; applications come as they were defined. */
export type EnvironmentDefinition = Definition<Omit<z.input<typeof Environment>, 'applications' | 'waivers' | 'users' | 'notTested'>> & {
  readonly users?: Readonly<Record<string, Definition<NonNullable<z.input<typeof Environment>['users']>[string]>>>;
  readonly applications?: readonly ApplicationDefinition[];
  readonly waivers?: readonly Waiver[];
  readonly notTested?: readonly NotTested[];
};

/** An environment, for `scenarios/environments/`. It is checked, with all its problems at once, when it is loaded. */
export const defineEnvironment = (environment: EnvironmentDefinition): EnvironmentDefinition => environment;
