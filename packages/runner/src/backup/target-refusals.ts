import type { Problem } from '@keycloak-release-gate/core';
import type { ProvidedFacts } from '@keycloak-release-gate/scratch';
import { mayBeSame } from './live-places.ts';
import type { LivePlace, ServerPlace } from './live-places.ts';

/** The server that was asked for, and where it is. */
export interface Asked extends ServerPlace {
  readonly database: string;
}

/** What the databases of the environments tell of themselves. */
export interface Compared {
  /** The environment whose backup is restored. */
  readonly environment: string;
  readonly places: readonly LivePlace[];
  /** PostgreSQL's identifiers of their clusters, as far as they could be read. */
  readonly systemIdentifiers: readonly { readonly environment: string; readonly identifier: string }[];
  /** Why that of the environment could not be. */
  readonly unseen?: string | undefined;
}

const where = '--target';
const another = 'Name a server on which nothing is in use. It is never a database of an environment, nor the server of one.';

/** Why nothing may be restored there, by where it is; asked before anything connects to it. Pure. */
export function refusedByPlace(asked: Asked, { environment, places }: Compared): readonly Problem[] {
  return places.flatMap((live): readonly Problem[] => {
    const { place, production } = live;
    const isCompared = production || live.environment === environment;
    const whose = `the environment "${live.environment}"${production ? ' (production)' : ''}`;
    if (!place)
      return isCompared ? [notCompared(`Its file does not tell here where the database of ${whose} is: a variable is not set.`)] : [];
    if (nameOf(place.host) === nameOf(asked.host) && place.port === asked.port)
      return [isLive(asked, place.database === asked.database ? `is the database of ${whose}` : `is on the server of ${whose}`, 'name')];
    if (!asked.addresses) return [];
    if (!place.addresses)
      return isCompared ? [notCompared(`The address of ${place.host}, the database of ${whose}, cannot be resolved here.`)] : [];
    const shared =
      place.port === asked.port && place.addresses.some((address) => asked.addresses?.some((each) => mayBeSame(each, address)));
    return shared ? [isLive(asked, `is the server of ${whose}, ${place.host}:${place.port}`, 'address')] : [];
  });
}

/** A name has no case, and may end with a dot. */
const nameOf = (host: string): string => (host.startsWith('/') ? host : host.toLowerCase().replace(/\.$/, ''));

const isLive = ({ host, port, database }: Asked, what: string, by: string): Problem => ({
  code: 'TARGET_IS_LIVE',
  message: `${host}:${port}, database "${database}", ${what}, by its ${by}. Nothing was restored.`,
  where,
  remedy: another,
});

const notCompared = (why: string): Problem => ({
  code: 'TARGET_NOT_COMPARED',
  message: `${why} So it cannot be told that the target is another one. Nothing was restored.`,
  where,
  remedy: 'Run it where the database of the environment can be looked at, or leave --target out: then the gate makes a server of its own.',
});

/** Why nothing may be restored there, by what it says of itself. Pure. */
export function refusedByItself(
  asked: Asked,
  facts: ProvidedFacts,
  compared: Compared,
  canonical: (address: string) => string,
  comment: string,
): readonly Problem[] {
  return [
    ...byItsAddress(asked, facts, compared, canonical),
    ...byIdentifier(asked, facts, compared),
    ...notScratch(asked, facts, comment),
    ...notEmpty(asked, facts),
    ...unfit(asked, facts),
  ];
}

/** Behind a forwarded port the server itself says where it is. */
function byItsAddress(
  asked: Asked,
  { address }: ProvidedFacts,
  { places }: Compared,
  canonical: (address: string) => string,
): readonly Problem[] {
  if (!address) return [];
  const itself = canonical(address.host);
  return places
    .filter(({ place }) => place?.port === address.port && place.addresses?.some((each) => mayBeSame(each, itself)))
    .map(({ environment }) =>
      isLive(asked, `leads to ${address.host}:${address.port}, the server of the environment "${environment}"`, 'address'),
    );
}

function byIdentifier(
  asked: Asked,
  { systemIdentifier }: ProvidedFacts,
  { environment, systemIdentifiers, unseen }: Compared,
): readonly Problem[] {
  if (systemIdentifier === null)
    return [notCompared(`The account may not ask ${asked.host}:${asked.port} for its system identifier (pg_control_system).`)];
  const same = systemIdentifiers.filter(({ identifier }) => identifier === systemIdentifier);
  if (same.length > 0)
    return same.map((live) =>
      isLive(asked, `is the server of the environment "${live.environment}"`, `system identifier ${systemIdentifier}`),
    );
  if (systemIdentifiers.some((live) => live.environment === environment)) return [];
  return [
    notCompared(
      `The system identifier of the database of the environment "${environment}" could not be read${unseen === undefined ? '.' : `: ${unseen}`}`,
    ),
  ];
}

function notScratch({ database }: Asked, { comment }: ProvidedFacts, wanted: string): readonly Problem[] {
  if (comment === wanted) return [];
  return [
    {
      code: 'TARGET_NOT_SCRATCH',
      message: `The database "${database}" does not say that it is there for trials. Nothing was restored.`,
      where,
      remedy: `If all that is ever in it may be dropped, say so as its owner: COMMENT ON DATABASE "${database}" IS '${wanted}';`,
    },
  ];
}

function notEmpty({ database }: Asked, { objects }: ProvidedFacts): readonly Problem[] {
  if (objects.length === 0) return [];
  const some = objects.slice(0, 3).map(({ type, identity }) => `${type} ${identity}`);
  return [
    {
      code: 'TARGET_NOT_EMPTY',
      message: `The database "${database}" is not empty: it has ${some.join(', ')}${objects.length > 3 ? ` and ${objects.length - 3} more` : ''}. Nothing was restored.`,
      where,
      remedy: 'Name an empty one. If a drill that was killed left this behind, drop that database and create it anew.',
    },
  ];
}

function unfit({ database, host }: Asked, { tooWide, mayCreate, readOnly, encoding, major }: ProvidedFacts): readonly Problem[] {
  const problem = (message: string, remedy: string): Problem => ({
    code: 'TARGET_UNFIT',
    message: `${message} Nothing was restored.`,
    where,
    remedy,
  });
  return [
    ...(tooWide.length > 0
      ? [
          problem(
            `The account has rights with which a dump, which is code, could do more than fill the database (${tooWide.join(', ')}).`,
            `Take an account that only owns it: CREATE ROLE trial LOGIN PASSWORD '…'; CREATE DATABASE "${database}" OWNER trial;`,
          ),
        ]
      : []),
    ...(mayCreate ? [] : [problem(`The account may not create tables in "${database}".`, 'Let it own the database.')]),
    ...(readOnly ? [problem(`${host} only reads: it is a replica, or was set so.`, 'Name a server that can be written to.')] : []),
    ...(encoding === 'UTF8'
      ? []
      : [
          problem(
            `The database "${database}" is encoded in ${encoding}; a dump of Keycloak could fail there that is good.`,
            `Create it in UTF8: CREATE DATABASE "${database}" ENCODING 'UTF8' TEMPLATE template0;`,
          ),
        ]),
    ...(major < 12 ? [problem(`${host} is PostgreSQL ${major}, which is too old for a drill.`, 'Take one of version 12 or newer.')] : []),
  ];
}
