/**
 * Tables that every Keycloak from 24 to 26.7 makes (its JPA change logs), and without which a restored one has lost users, their
 * credentials and roles, clients, flows or keys. Tables that only some versions have, or that only hold what passes, are not among them.
 */
export const coreTables = [
  'authentication_execution',
  'authentication_flow',
  'authenticator_config',
  'client',
  'client_attributes',
  'client_scope',
  'client_scope_attributes',
  'client_scope_client',
  'component',
  'component_config',
  'composite_role',
  'credential',
  'databasechangelog',
  'databasechangeloglock',
  'federated_identity',
  'group_attribute',
  'group_role_mapping',
  'identity_provider',
  'identity_provider_config',
  'identity_provider_mapper',
  'keycloak_group',
  'keycloak_role',
  'migration_model',
  'protocol_mapper',
  'protocol_mapper_config',
  'realm',
  'realm_attribute',
  'redirect_uris',
  'required_action_provider',
  'resource_server',
  'resource_server_policy',
  'scope_mapping',
  'user_attribute',
  'user_consent',
  'user_entity',
  'user_group_membership',
  'user_required_action',
  'user_role_mapping',
  'web_origins',
] as const;

/** Of these, the tables that hold a row wherever Keycloak has ever started: the master realm alone brings them. */
export const filledTables = [
  'authentication_execution',
  'authentication_flow',
  'client',
  'component',
  'keycloak_role',
  'realm',
  'user_entity',
] as const;

/** Sessions, events and what the nodes tell each other: what passes by itself, whatever the version names it; with their partitions. */
const passing =
  /^(?:(?:admin_)?event_entity(?:_\w+)?|(?:offline_)?(?:user|client)_session(?:_\w+)?|client_user_session_note|(?:root_)?auth_session|(?:username_)?login_failure|revoked_token|single_use_object|jgroups_ping|cluster_event|outbox_entry)$/;

/** Whether a restore may do without the rows of a table. */
export const isPassing = (table: string): boolean => passing.test(table);
