/** Flags that several commands share. */
export const environmentFlag = {
  env: {
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder: 'id',
    brief: 'The environment: the name of a file in scenarios/environments',
  },
} as const;

export const choiceFlags = {
  suite: {
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder: 'id',
    brief: 'The suite; without it post-deploy of the open release, or health',
  },
  release: {
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder: 'id',
    brief: 'The release; without it the one that is open for the environment',
  },
  only: {
    kind: 'parsed',
    parse: String,
    variadic: true,
    optional: true,
    placeholder: 'check',
    brief: 'Only this check or domain (may be repeated); never opens the gate',
  },
  skip: {
    kind: 'parsed',
    parse: String,
    variadic: true,
    optional: true,
    placeholder: 'check',
    brief: 'Not this check or domain (may be repeated); never opens the gate',
  },
  impacted: {
    kind: 'boolean',
    optional: true,
    withNegated: false,
    brief: 'Only the applications that the release touches by what it announces; never opens the gate',
  },
  since: {
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder: 'time',
    brief: "The deploy's start, ISO 8601; without it that of the Deploy action's run, or the newest revision's creation",
  },
  deployRun: {
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder: 'run',
    brief: "The Deploy action's run, by id or address; without it the newest one, where the environment declares the action",
  },
} as const;

export const folderFlags = {
  scenarios: { kind: 'parsed', parse: String, default: 'scenarios', placeholder: 'folder', brief: 'Where the scenarios are' },
  reports: { kind: 'parsed', parse: String, default: 'reports', placeholder: 'folder', brief: 'Where the runs are written' },
} as const;

export const recordsFlag = {
  records: {
    kind: 'parsed',
    parse: String,
    variadic: true,
    optional: true,
    placeholder: 'place',
    brief: 'Where further runs lie, beside --reports (may be repeated): a folder, or git:<ref>:<path>',
  },
} as const;

export const jsonFlag = {
  json: { kind: 'boolean', default: false, withNegated: false, brief: 'One JSON document on standard output instead of text' },
} as const;

export const labFlag = {
  lab: {
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder: 'name',
    brief: 'Which lab, where several run side by side; without it LAB_NAME, or lab',
  },
} as const;

export interface ChoiceFlags {
  readonly suite?: string;
  readonly release?: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly impacted?: boolean;
  readonly since?: string;
  readonly deployRun?: string;
}

export interface FolderFlags {
  readonly scenarios: string;
  readonly reports: string;
}

/** The name of the lab that is meant: --lab, else LAB_NAME, else `lab`. */
export const labName = ({ lab }: { readonly lab?: string }): string => lab ?? (process.env['LAB_NAME'] || 'lab');
