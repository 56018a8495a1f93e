import type { Observer, OnPage } from '@keycloak-release-gate/checks/login';
import type { conclude, Gap } from '@keycloak-release-gate/core';

/** Tells each page, what is done on it and where it stops; `go` waits for the person before each step. */
export function teller(tell: (line: string) => void, headed: boolean, go: ((question: string) => Promise<void>) | undefined): Observer {
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

/** What could not be seen, and what to do about it. */
export const gapLines = (seen: readonly Gap[]): string[] =>
  seen.flatMap(({ code, reason, remedy }) => [`  ? ${reason}`, `    do    ${remedy}`, `    code  ${code}`]);

/** What the judge says, in words for who writes the entry. */
export function verdictLines({ outcome, findings, gaps, facts }: ReturnType<typeof conclude>): string[] {
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
