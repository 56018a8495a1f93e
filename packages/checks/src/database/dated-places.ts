/** What is counted by the time at which it came. */
export const datedKinds = ['users', 'credentials', 'consents', 'offlineSessions', 'userEvents', 'adminEvents'] as const;
export type DatedKind = (typeof datedKinds)[number];

/** What the kinds are called. */
export const datedTitles: Readonly<Record<DatedKind, string>> = {
  users: 'users created',
  credentials: 'credentials set or changed',
  consents: 'consents given or changed',
  offlineSessions: 'offline sessions begun',
  userEvents: 'user events',
  adminEvents: 'admin events',
};

/** What has no date of its own in Keycloak's tables, so that nobody can tell how much of it came when. */
export const notDated = 'roles given and taken, group memberships, attributes of users, links with providers, and all configuration';

/** Rows of one table with the time at which they came. */
export interface DatedPlace {
  readonly of: DatedKind;
  readonly table: string;
  /** The columns that are read; none that says whose it is. */
  readonly columns: readonly string[];
  /** The time, as SQL. */
  readonly at: string;
  readonly unit: 'ms' | 's';
  readonly where?: string;
  /**
   * Tables without bound are counted realm by realm, from the moment on: their index begins with the realm. Of what is older, and
   * expires, only the newest is told.
   */
  readonly unbounded?: true;
}

/**
 * Where dated rows stand: of Keycloak's own users, and of those that a federation keeps elsewhere. A password that is hashed anew at a
 * login keeps its date (PasswordCredentialProvider), so that a credential is counted only where a person set one.
 */
export const datedPlaces: readonly DatedPlace[] = [
  { of: 'users', table: 'user_entity', columns: ['created_timestamp'], at: 'created_timestamp', unit: 'ms' },
  { of: 'credentials', table: 'credential', columns: ['created_date'], at: 'created_date', unit: 'ms' },
  { of: 'credentials', table: 'fed_user_credential', columns: ['created_date'], at: 'created_date', unit: 'ms' },
  consents('user_consent'),
  consents('fed_user_consent'),
  {
    of: 'offlineSessions',
    table: 'offline_user_session',
    columns: ['created_on', 'offline_flag'],
    at: 'created_on',
    unit: 's',
    // Those of '0' end with the browser: since 26 they stand there too, and come and go.
    where: "offline_flag = '1'",
  },
  { of: 'userEvents', table: 'event_entity', columns: ['realm_id', 'event_time'], at: 'event_time', unit: 'ms', unbounded: true },
  {
    of: 'adminEvents',
    table: 'admin_event_entity',
    columns: ['realm_id', 'admin_event_time'],
    at: 'admin_event_time',
    unit: 'ms',
    unbounded: true,
  },
];

function consents(table: string): DatedPlace {
  const columns = ['created_date', 'last_updated_date'];
  return { of: 'consents', table, columns, at: `greatest(${columns.join(', ')})`, unit: 'ms' };
}
