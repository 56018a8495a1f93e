import type { Earlier, Exhibit } from '@keycloak-release-gate/core';
import type { Attempt, Journey } from './journey.ts';

type Timed = Pick<Attempt, 'steps' | 'milliseconds' | 'failure'>;

/** The steps of the way, in their order, and how many milliseconds each took; undefined where it was not done, or not to its end. */
const steps: readonly (readonly [step: string, milliseconds: (attempt: Timed) => number | undefined])[] = [
  ['Getting ready', ({ milliseconds }) => milliseconds.prepare],
  ["Opened to Keycloak's login page", (attempt) => between(opened(attempt), loginPage(attempt))],
  ['Giving the credentials', (attempt) => between(loginPage(attempt), credentials(attempt))],
  ['Credentials to logged in', (attempt) => between(credentials(attempt), loggedIn(attempt))],
  ['Single sign-on to the others', ({ milliseconds }) => milliseconds.peers],
  ["The gate's witness", ({ milliseconds }) => milliseconds.witness],
  ['Logout to its landing', ({ milliseconds }) => milliseconds.logout],
  ['Proofs', ({ milliseconds }) => milliseconds.proofs],
  ['Cleaning up', ({ milliseconds }) => milliseconds.cleanUp],
  // What stopped early was quick, or waited for nothing: neither says how long it takes.
  ['In all', ({ milliseconds, failure }) => (failure === undefined ? milliseconds.total : undefined)],
];

/** How long each step took, and how long it took in the last run. Nothing where no step of this one came to its end. Pure. */
export function howLong({ attempts }: Journey, before: Earlier<Journey> | undefined): readonly Exhibit[] {
  const now = attempts.at(-1);
  if (now === undefined) return [];
  const then = before?.evidence.attempts.at(-1);
  if (steps.every(([, milliseconds]) => milliseconds(now) === undefined)) return [];
  const rows = steps.flatMap(([step, milliseconds]) => {
    const [here, there] = [milliseconds(now), then && milliseconds(then)];
    return here === undefined && there === undefined ? [] : [[step, told(here), ...(then ? [told(there), difference(here, there)] : [])]];
  });
  return [
    {
      kind: 'table',
      title: `How long it took${attempts.length > 1 ? ` (try ${attempts.length})` : ''}`,
      note: before === undefined ? 'There is no earlier run to compare it with.' : lastRun(before),
      columns: ['Step', 'ms', ...(then ? ['Last run', 'Difference'] : [])],
      rows,
    },
  ];
}

function lastRun({ run, suite, at, evidence }: Earlier<Journey>): string {
  const failed = evidence.attempts.at(-1)?.failure === undefined ? '' : ' It did not come to its end there.';
  return `The last run is ${run} (${suite}), ${at.replace(/\.\d+Z$/, 'Z')}.${failed}`;
}

/** Milliseconds since the attempt began: when the application was opened. */
const opened = ({ milliseconds }: Timed): number | undefined => milliseconds.prepare;

const loginPage = (attempt: Timed): number | undefined =>
  attempt.steps.find(({ stage, page }) => stage === 'login' && page.startsWith('keycloak '))?.at;

/** The last of them: the password, or the one-time code after it. */
const credentials = (attempt: Timed): number | undefined =>
  attempt.steps.findLast(({ did = '' }) => did.split(', ').some((deed) => ['password', 'code', 'code again'].includes(deed)))?.at;

const loggedIn = ({ milliseconds: { prepare, login } }: Timed): number | undefined =>
  prepare === undefined || login === undefined ? undefined : prepare + login;

const between = (from: number | undefined, to: number | undefined): number | undefined =>
  from === undefined || to === undefined ? undefined : Math.max(0, to - from);

const told = (milliseconds: number | undefined): string => (milliseconds === undefined ? '' : String(milliseconds));

function difference(here: number | undefined, there: number | undefined): string {
  if (here === undefined || there === undefined) return '';
  return here > there ? `+${here - there}` : String(here - there);
}
