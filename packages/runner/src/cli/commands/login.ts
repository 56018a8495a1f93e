import { journey, loginAndLogout, takeJourney } from '@keycloak-release-gate/checks';
import type { Observer, OnPage } from '@keycloak-release-gate/checks';
import { conclude, ConfigurationError, defineSuite, nearest, step } from '@keycloak-release-gate/core';
import type { Application, Environment, Gap, RunContext } from '@keycloak-release-gate/core';
import { lookOnce } from '../../collect/look-once.ts';
import { startLab } from '../../lab/start-lab.ts';
import { planSuite } from '../../plan/plan.ts';
import type { Plan, PlannedLook } from '../../plan/plan.ts';
import { prepare } from '../../verify/prepare.ts';
import { redactorFor } from '../../verify/redactor.ts';
import { command } from '../command.ts';
import { labName } from '../flags.ts';
import type { FolderFlags } from '../flags.ts';
import { exitCodeOf, listen } from '../listen.ts';
import { openPrompt } from '../prompt.ts';
import { optionsOf } from './run.ts';

interface Flags extends FolderFlags {
  readonly env?: string;
  readonly headed: boolean;
  readonly step: boolean;
  readonly lab?: string;
}

/**
 * `verify login <application>`: one application, logged in to and out of while its author watches: each page, what is done on it, and
 * where it stops what is there instead. The same journey and the same judge as in a run; nothing is recorded.
 */
export const login = command(async (flags: Flags, id: string) => {
  const options = { ...(await optionsOf(flags)), suite: 'health', plansOnly: true };
  if (flags.headed) refuseWithoutDisplay();
  const prepared = await prepare(options, process.env, startLab({ name: labName(flags) }));
  const { environment } = prepared.plan.run;
  const application = applicationOf(environment, id);
  const redactor = redactorFor(prepared.secrets, environment);
  const tell = (line: string): void => void process.stdout.write(`${redactor.text(line)}\n`);
  const plan = planOf(application, prepared.plan);
  const look = [...plan.looks.values()].find(({ collector }) => collector.id === journey.id);
  const [planned] = plan.checks;
  if (!look || !planned) throw new Error('The plan of one login has no login.');
  const interrupt = new AbortController();
  const stopListening = listen(interrupt);
  const prompt = flags.step ? openPrompt(process.stdin, process.stderr) : undefined;
  const { user } = application;
  tell(
    `${application.title ?? id}, in "${environment.id}"${user === undefined ? '' : `, as ${environment.users[user]?.username ?? user}`}`,
  );
  try {
    const watched = watchedBy(observer(tell, flags.headed, prompt?.go), application, look, plan.run, interrupt.signal);
    const [seen] = await lookOnce({ ...prepared, plan }, [watched], interrupt.signal);
    if (interrupt.signal.aborted) {
      for (const line of gapLines(seen?.gaps.filter(({ code }) => code === 'login/SESSION_LEFT') ?? [])) tell(line);
      return exitCodeOf(interrupt.signal.reason);
    }
    const { check } = loginAndLogout;
    const judgement =
      seen?.recorded === undefined
        ? { findings: [], gaps: seen?.gaps ?? [] }
        : check.judge({ seen: JSON.parse(seen.recorded) as unknown }, planned.expected, { now: new Date().toISOString() });
    const concluded = conclude(
      judgement,
      application.knownIssues.map((issue) => ({ ...issue, subject: `application/${id}` })),
      new Date().toISOString(),
    );
    for (const line of verdictLines(concluded)) tell(line);
    return { pass: 0, warn: 0, fail: 1, inconclusive: 3, blocked: 3, skipped: 3 }[concluded.outcome.kind];
  } finally {
    prompt?.close();
    stopListening();
  }
});

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

/** The plan of this one login: what it needs elsewhere in a run is not looked at. */
function planOf(application: Application, { run }: Plan): Plan {
  const instance = loginAndLogout(application);
  const alone = { ...instance, check: { ...instance.check, needs: [] } };
  const suite = defineSuite({
    id: 'login',
    title: 'One login',
    needsRelease: false,
    steps: () => [step({ id: 'login/one', sentence: 'One login' }, [alone])],
  });
  return planSuite(suite, run);
}

/** The same look, watched, and with as much time as a person takes. */
const watchedBy = (watcher: Observer, application: Application, look: PlannedLook, run: RunContext, signal: AbortSignal): PlannedLook => ({
  ...look,
  collector: {
    ...look.collector,
    timeout: 3_600_000,
    collect: (_params, context) =>
      takeJourney(journey.params(run, application), { ...context, signal: AbortSignal.any([context.signal, signal]) }, watcher),
  },
});

function observer(tell: (line: string) => void, headed: boolean, go: ((question: string) => Promise<void>) | undefined): Observer {
  return {
    headed,
    step: ({ at, stage, page, host, path, status, did }) =>
      tell(
        `  ${`${(at / 1000).toFixed(1)} s`.padStart(7)}  ${stage.padEnd(7)} ${did === undefined ? `${page}  ${host}${path}${status === undefined ? '' : `  ${status}`}` : `  done: ${did}`}`,
      ),
    before: async ({ page, will }) => go?.(`           next: ${will} on ${page} (Enter)`),
    sought: (name, selector, visible) =>
      tell(
        `           ${name} ${selector}: ${visible === undefined ? 'is no selector' : visible === 0 ? 'matches nothing that is visible' : visible === 1 ? 'is there' : `matches ${visible} visible elements`}`,
      ),
    stopped: async ({ code }, page) => {
      for (const line of stoppedLines(code, page)) tell(line);
      await go?.('           it stops here (Enter closes the browser)');
    },
    over: async () => go?.('           logged out (Enter closes the browser)'),
  };
}

/** What is on the page where it stopped, and what of it the entry may want. */
function stoppedLines(code: string, { title, inputs, clickable }: OnPage): string[] {
  const forEntry: Readonly<Record<string, string>> = {
    START_MISSING: 'start: { click: … }',
    APP_ERROR: 'start: { click: … }',
    LOGIN_NOT_ASKED: 'loggedIn',
    LOGGEDIN_MISSING: 'loggedIn',
    SELECTOR_INVALID: 'loggedIn or start.click',
    SELECTOR_AMBIGUOUS: 'a selector of one element',
    LOGOUT_MISSING: 'logout: { click: … }',
  };
  const wanted = forEntry[code];
  const list = (what: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`           ${what}:`, ...lines.map((line) => `             ${line}`)];
  return [
    `           the page is titled "${title}"`,
    ...list(
      wanted === undefined ? 'to click on it' : `to click on it, for ${wanted}`,
      clickable.map(({ selector, text }) => (text === '' ? selector : `${selector}  "${text}"`)),
    ),
    ...list(
      'to type into',
      inputs.map(({ selector, type }) => `${selector}  (${type})`),
    ),
    ...(code === 'UNKNOWN_PAGE' && inputs.length > 0
      ? list('if this is a page of your theme, the environment takes', [overrideFor(inputs, clickable)])
      : []),
  ];
}

/** An entry for `keycloak.pages` that would fit this page. */
function overrideFor(inputs: OnPage['inputs'], clickable: OnPage['clickable']): string {
  const password = inputs.find(({ type }) => type === 'password')?.selector;
  const username = inputs.find(({ type }) => ['text', 'email'].includes(type))?.selector;
  const submit = clickable.find(({ selector }) => /submit|^button|^input|#/.test(selector))?.selector;
  const fields = { when: password ?? username ?? submit, username, password, submit };
  const written = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : `${name}: ${JSON.stringify(value)}`));
  return `keycloak: { pages: [{ page: 'login', ${written.join(', ')} }] }`;
}

const gapLines = (seen: readonly Gap[]): string[] =>
  seen.flatMap(({ code, reason, remedy }) => [`  ? ${reason}`, `    do    ${remedy}`, `    code  ${code}`]);

function verdictLines({ outcome, findings, gaps, facts }: ReturnType<typeof conclude>): string[] {
  const open = findings.filter(({ waiver }) => waiver === undefined);
  const known = findings.filter(({ waiver }) => waiver !== undefined);
  return [
    '',
    ...facts.map(({ name, value, unit }) => `  ${name}: ${String(value)}${unit === undefined ? '' : ` ${unit}`}`),
    ...open.flatMap(({ severity, code, message, remedy }) => [
      `  ${severity === 'fail' ? '✗' : '!'} ${message}`,
      `    do    ${remedy}`,
      `    code  ${code}`,
    ]),
    ...gapLines(gaps),
    ...known.map(({ code, waiver }) => `  known until ${waiver?.expires ?? ''}: ${code} (${waiver?.reason ?? ''})`),
    outcome.kind === 'pass'
      ? '\nIt is logged in to and out of, as its entry says.'
      : outcome.kind === 'warn'
        ? '\nIt is logged in to and out of, with something to look at.'
        : outcome.kind === 'fail'
          ? '\nIt is not logged in to and out of as its entry says.'
          : '\nWhether it is logged in to and out of could not be seen.',
  ];
}
