import type { ImpactedApplication } from './application.ts';
import type { Change } from './rule.ts';
import { impactRules } from './rules/index.ts';
import { uniteTouches } from './touch.ts';
import type { Touch } from './touch.ts';
import { kindOf, worldOf } from './world.ts';
import type { Objects, World } from './world.ts';

export { applicationsOf, ImpactedApplication } from './application.ts';
export type { Change } from './rule.ts';
export type { Touch } from './touch.ts';

/** What one change touches. Where that is nothing, `nobody` says why. */
export interface ChangeImpact {
  readonly change: Change;
  readonly touches: readonly Touch[];
  readonly nobody?: string;
}

/** An application of the environment, and the ways by which it is touched. */
export interface ApplicationImpact {
  readonly application: ImpactedApplication;
  readonly touches: readonly Touch[];
}

export interface Impact {
  /** One for each change, in their order. */
  readonly changes: readonly ChangeImpact[];
  /** The applications that are touched, in the order of the environment. */
  readonly applications: readonly ApplicationImpact[];
  /** Touched clients that no application of the environment stands for, by id. */
  readonly otherClients: readonly string[];
  /** Somebody gains or loses the right to administer, or how administrators come in changes: always critical. */
  readonly critical: boolean;
}

/**
 * Which applications and users changes of one realm touch, by the rules of `impactRules`, in the configuration before them and in
 * the one after them: what only one of them ties to a change is touched too. `applications` are those of that realm.
 */
export function impactOf(
  differences: readonly Change[],
  before: Objects,
  after: Objects,
  applications: readonly ImpactedApplication[],
): Impact {
  const worlds = [worldOf(before), worldOf(after)];
  const changes = differences.map((change) => impactOfChange(change, worlds));
  const touches = changes.flatMap((each) => each.touches);
  const named = new Set(applications.map(({ clientId }) => clientId));
  const clients = touches.flatMap((touch) => (touch.kind === 'client' && !named.has(touch.client) ? [touch.client] : []));
  return {
    changes,
    applications: applications.flatMap((application) => {
      const own = touches.filter((touch) => reaches(touch, application));
      return own.length === 0 ? [] : [{ application, touches: own }];
    }),
    otherClients: [...new Set(clients)].toSorted(),
    critical: touches.some(({ kind }) => kind === 'administrators'),
  };
}

function impactOfChange(change: Change, worlds: readonly World[]): ChangeImpact {
  const names = namesOf(change);
  if (names.length > 1) return renamed(change, names, worlds);
  const rules = impactRules.filter((rule) => rule.fits(change));
  if (rules.length === 0) return { change, touches: [{ kind: 'anything', path: [labelOf(change), 'no rule tells what it touches'] }] };
  const touches = uniteTouches(rules.flatMap((rule) => worlds.flatMap((world) => rule.touches(change, world)))).map((touch) =>
    fromAttribute(change, touch),
  );
  return touches.length > 0 ? { change, touches } : { change, touches, nobody: reasonsOf(rules.map(({ nobody }) => nobody)) };
}

const labelOf = ({ object, attribute = '' }: Change): string => (attribute === '' ? object : `${object}: ${attribute}`);

/** The way begins at the attribute that changed. */
const fromAttribute = (change: Change, touch: Touch): Touch => ({ ...touch, path: [labelOf(change), ...touch.path.slice(1)] });

/** An object that got another name is touched under both of them: the difference tells the names in the place of values. */
function namesOf({ object, attribute, before, after }: Change): readonly string[] {
  if (attribute !== undefined || typeof before !== 'string' || typeof after !== 'string') return [object];
  const kind = kindOf(object);
  return [before, after].map((name) => (name.startsWith(`${kind}/`) ? name : `${kind}/${name}`));
}

function renamed(change: Change, names: readonly string[], worlds: readonly World[]): ChangeImpact {
  const each = names.map((object) => impactOfChange({ object }, worlds));
  const touches = uniteTouches(each.flatMap((impact) => impact.touches));
  return { change, touches, ...(touches.length > 0 ? {} : { nobody: reasonsOf(each.flatMap(({ nobody = '' }) => nobody)) }) };
}

const reasonsOf = (reasons: readonly string[]): string => reasons.filter((reason) => reason !== '').join('; ');

/** Whether an application is among what is touched: users are those of every application that people log in to. */
function reaches(touch: Touch, { clientId, people, provider }: ImpactedApplication): boolean {
  switch (touch.kind) {
    case 'client':
      return touch.client === clientId;
    case 'users':
      return people && (typeof touch.reach === 'string' || provider === touch.reach.provider);
    case 'anything':
      return true;
    case 'administrators':
      return false;
  }
}
