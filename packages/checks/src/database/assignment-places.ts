/** Where assignments stand: of Keycloak's own users, and of those that a federation keeps elsewhere. */
export interface AssignmentPlace {
  /** The member of `Assignments` that it is counted in. */
  readonly of: 'roleHolders' | 'groupMembers' | 'consents' | 'offlineSessions' | 'linkedUsers';
  readonly table: string;
  /** The columns that are read; none that says to whom something is assigned. */
  readonly columns: readonly string[];
  /** What is assigned, as SQL. */
  readonly id: string;
  readonly where?: string;
}

const linked = "realm_id || '/' || identity_provider";

/** All of them. */
export const assignmentPlaces: readonly AssignmentPlace[] = [
  { of: 'roleHolders', table: 'user_role_mapping', columns: ['role_id'], id: 'role_id' },
  { of: 'roleHolders', table: 'fed_user_role_mapping', columns: ['role_id'], id: 'role_id' },
  { of: 'groupMembers', table: 'user_group_membership', columns: ['group_id'], id: 'group_id' },
  { of: 'groupMembers', table: 'fed_user_group_membership', columns: ['group_id'], id: 'group_id' },
  { of: 'consents', table: 'user_consent', columns: ['client_id'], id: 'client_id' },
  { of: 'consents', table: 'fed_user_consent', columns: ['client_id'], id: 'client_id' },
  // Those of '0' end with the browser: since 26 they stand there too, and come and go.
  {
    of: 'offlineSessions',
    table: 'offline_client_session',
    columns: ['client_id', 'offline_flag'],
    id: 'client_id',
    where: "offline_flag = '1'",
  },
  { of: 'linkedUsers', table: 'federated_identity', columns: ['realm_id', 'identity_provider'], id: linked },
  { of: 'linkedUsers', table: 'broker_link', columns: ['realm_id', 'identity_provider'], id: linked },
];
