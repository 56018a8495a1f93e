import type { Fault } from './fault.ts';
import { changeStored, realmId } from './realm.ts';
import { removeKey } from './realm-keys.ts';

const client = `(SELECT id FROM client WHERE client_id = 'lab-service' AND realm_id = ${realmId})`;
const attribute = 'access.token.signed.response.alg';

export const tokenUnverifiable: Fault = {
  id: 'token-unverifiable',
  title: "Somebody let the back-end's tokens be signed with a secret of Keycloak's own, by which nobody else can verify them",
  inject: (lab, signal) =>
    changeStored(lab, `INSERT INTO client_attributes (client_id, name, value) VALUES (${client}, $1, 'HS256')`, [attribute], signal),
  heal: async (lab, signal) => {
    await changeStored(lab, `DELETE FROM client_attributes WHERE client_id = ${client} AND name = $1`, [attribute], signal);
    // Keycloak made itself a key for it when it first signed.
    await removeKey(lab, 'fallback-HS256', signal);
  },
  expect: { suite: 'post-deploy', cause: 'oidc/TOKEN_INVALID', exitCode: 1, mayAlso: [], domains: ['oidc/service-token[service]'] },
};
