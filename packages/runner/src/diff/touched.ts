import type { Impact } from '@keycloak-release-gate/checks';

/** Somebody who is touched, and the ways there. */
export interface Touched {
  /** `the application Portal`, `all users`, `administrators`, `nobody`. */
  readonly who: string;
  readonly critical?: true;
  readonly ways: readonly Way[];
  /** How many more ways, or clients, there are. */
  readonly more: number;
}

interface Way {
  /** Only sometimes, or only some: `when it asks for the scope`. */
  readonly when: string;
  readonly path: string;
}

/** How many ways, and how many clients and reasons, are shown of each: all of them are in --format json. */
const most = { ways: 6, others: 10 } as const;

/** Who is touched: first the applications, then clients that none stands for, users, administrators, and what touches nobody. */
export function touchedBy({ applications, otherClients, changes }: Impact): readonly Touched[] {
  const touches = changes.flatMap((change) => change.touches);
  const ofOthers = new Map<string, Way>();
  const others = new Set(otherClients);
  const users = new Map<string, Way[]>();
  const administrators: Way[] = [];
  for (const touch of touches) {
    const way = { when: whenOf(touch), path: touch.path.join(' → ') };
    if (touch.kind === 'client' && others.has(touch.client) && !ofOthers.has(touch.client)) ofOthers.set(touch.client, way);
    if (touch.kind === 'users') users.set(touch.who, [...(users.get(touch.who) ?? []), { ...way, when: '' }]);
    if (touch.kind === 'administrators') administrators.push(way);
  }
  const nobody = changes.flatMap(({ change: { object, attribute }, nobody: why }): Way[] =>
    why === undefined ? [] : [{ when: '', path: `${attribute === undefined ? object : `${object}: ${attribute}`}: ${why}` }],
  );
  return [
    ...applications.map(({ application: { id, title }, touches: ways }) =>
      bounded(
        `the application ${title ?? id}`,
        ways.map((touch) => ({ when: whenOf(touch), path: touch.path.join(' → ') })),
        most.ways,
      ),
    ),
    bounded('clients that no application stands for', byWay(ofOthers), most.others),
    ...[...users].map(([who, ways]) => bounded(who, ways, most.ways)),
    { ...bounded('administrators', administrators, most.ways), critical: true as const },
    bounded('nobody', nobody, most.others),
  ].filter(({ ways }) => ways.length > 0);
}

/** The clients of one way in one line: `client-scope/email → default of 14 clients: portal, wiki and 12 more`. */
function byWay(clients: ReadonlyMap<string, Way>): readonly Way[] {
  const ways = Map.groupBy(clients, ([, way]) => JSON.stringify(way));
  return [...ways.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const [client, way] = first;
    const names = same.map(([name]) => name);
    const shown = names.slice(0, most.others).join(', ');
    const rest = names.length > most.others ? ` and ${names.length - most.others} more` : '';
    // A client's own change says whose it is.
    return [way.path.startsWith(`client/${client}`) && names.length === 1 ? way : { ...way, path: `${way.path}: ${shown}${rest}` }];
  });
}

function bounded(who: string, all: readonly Way[], number: number): Touched {
  const ways = [...new Map(all.map((way) => [JSON.stringify(way), way])).values()];
  return { who, ways: ways.slice(0, number), more: Math.max(0, ways.length - number) };
}

function whenOf(touch: Impact['changes'][number]['touches'][number]): string {
  switch (touch.kind) {
    case 'client':
      return touch.when === 'always' ? '' : 'when it asks for the scope';
    case 'users':
      return touch.who;
    case 'administrators':
      return '';
    case 'anything':
      return 'could be';
  }
}

/** All of it as data, nothing cut. */
export const impactData = ({ applications, otherClients, critical, changes }: Impact): object => ({
  applications: applications.map(({ application: { id, title, clientId }, touches }) => ({
    id,
    ...(title === undefined ? {} : { title }),
    clientId,
    ways: touches.map(({ kind, path, ...more }) => ({
      kind,
      ...('when' in more ? { when: more.when } : {}),
      ...('who' in more ? { who: more.who } : {}),
      path,
    })),
  })),
  otherClients,
  users: [
    ...new Map(
      changes
        .flatMap(({ touches }) => touches.flatMap((touch) => (touch.kind === 'users' ? [{ who: touch.who, path: touch.path }] : [])))
        .map((each) => [JSON.stringify(each), each]),
    ).values(),
  ],
  administrators: critical,
  nobody: changes.flatMap(({ change: { object, attribute }, nobody }) =>
    nobody === undefined ? [] : [{ object, ...(attribute === undefined ? {} : { attribute }), why: nobody }],
  ),
});
