import { ConfigurationError, nearest } from '@keycloak-release-gate/core';
import type { Application, Environment } from '@keycloak-release-gate/core';
import { resolve } from 'node:path';
import { labName } from '../flags.ts';
import type { FolderFlags } from '../flags.ts';
import { exitCodeOf } from '../listen.ts';
import { openPrompt } from '../prompt.ts';
import type { Shared } from '../../collect/shared.ts';
import { startLab } from '../../lab/start-lab.ts';
import { loadEnvironment } from '../../scenarios/load.ts';
import { requireEnvironment } from '../../scenarios/require-environment.ts';
import { describe } from '../../verify/described.ts';
import type { Described } from '../../verify/described.ts';
import { redactorFor } from '../../verify/redactor.ts';
import { stateFolderOf } from '../../verify/state-folder.ts';
import { oneLogin } from './one-login.ts';
import { gapLines, teller, verdictLines } from './telling.ts';

/** How `verify login` was called. */
export interface LoginFlags extends FolderFlags {
  readonly env?: string;
  readonly headed: boolean;
  readonly step: boolean;
  readonly lab?: string;
}

interface Watching {
  /** Where the browser may already be starting. */
  readonly shared: Shared;
  /** At its abort, what was begun is ended. */
  readonly signal: AbortSignal;
}

/** Logs in to the application and out of it, tells all of it on standard output, and returns the exit code. */
export async function watchLogin(flags: LoginFlags, id: string, { shared, signal }: Watching): Promise<number> {
  if (flags.headed) refuseWithoutDisplay();
  const { environment, secrets, secret } = await described(flags, signal);
  const application = applicationOf(environment, id);
  const redactor = redactorFor(secrets, environment);
  const tell = (line: string): void => void process.stdout.write(`${redactor.text(line)}\n`);
  const prompt = flags.step ? openPrompt(process.stdin, process.stderr) : undefined;
  const { user } = application;
  tell(
    `${application.title ?? id}, in "${environment.id}"${user === undefined ? '' : `, as ${environment.users[user]?.username ?? user}`}`,
  );
  try {
    const { gaps, concluded } = await oneLogin({
      environment,
      application,
      secrets,
      secret,
      stateFolder: stateFolderOf(process.env),
      shared,
      observer: teller(tell, flags.headed, prompt?.go),
      signal,
    });
    if (concluded === undefined) {
      for (const line of gapLines(gaps.filter(({ code }) => code === 'login/SESSION_LEFT'))) tell(line);
      return exitCodeOf(signal.reason);
    }
    for (const line of verdictLines(concluded)) tell(line);
    return { pass: 0, warn: 0, fail: 1, inconclusive: 3, blocked: 3, skipped: 3 }[concluded.outcome.kind];
  } finally {
    prompt?.close();
  }
}

async function described(flags: LoginFlags, signal: AbortSignal): Promise<Described & { readonly environment: Environment }> {
  const scenarios = resolve(flags.scenarios);
  const loaded = await loadEnvironment(scenarios, await requireEnvironment(scenarios, flags.env));
  const start = startLab({ name: labName(flags), signal });
  const variables = loaded.value.startedBy === 'lab' ? { ...process.env, ...(await start({})) } : process.env;
  const { environment, problems, ...known } = describe(loaded, variables);
  if (environment === undefined || problems.length > 0) throw new ConfigurationError(problems);
  return { environment, problems, ...known };
}

function applicationOf({ applications, id: environment }: Environment, id: string): Application {
  const found = applications.find((application) => application.id === id);
  if (found?.login.kind === 'browser') return found;
  const people = applications.filter((application) => application.login.kind === 'browser').map((application) => application.id);
  const guess = nearest(id, people);
  throw new ConfigurationError([
    found
      ? {
          code: 'NO_LOGIN',
          message: `Nobody logs in to "${id}": it is a service account.`,
          remedy: `A run looks at it: verify --env ${environment} --only 'oidc/service-token[${id}]'.`,
        }
      : {
          code: 'UNKNOWN_APPLICATION',
          message: `"${environment}" lists no application "${id}".`,
          remedy: `${guess === undefined ? '' : `Did you mean "${guess}"? `}${people.length === 0 ? 'It lists none that people log in to.' : `There are: ${people.join(', ')}.`}`,
        },
  ]);
}

function refuseWithoutDisplay(): void {
  if (process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']) return;
  throw new ConfigurationError([
    {
      code: 'NO_DISPLAY',
      message: 'There is no screen to show a browser on.',
      where: '--headed',
      remedy: 'Leave --headed out, or run it where a desktop is: DISPLAY and WAYLAND_DISPLAY are not set.',
    },
  ]);
}
