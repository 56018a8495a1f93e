import { defineCodes } from '@keycloak-release-gate/core';

/** What can be wrong with, or hide, what a realm says of itself. */
export const codes = defineCodes('oidc', {
  NO_ANSWER: {
    title: 'Keycloak does not answer at its public address',
    severity: 'fail',
    remedy: "Check Keycloak's pods, the ingress, DNS, and that the gate's machine may reach the address.",
  },
  SERVER_ERROR: {
    title: 'A server error instead of the discovery document or the keys',
    severity: 'fail',
    remedy: "Keycloak is not ready, or the proxy has no node to send to: look at the pods' readiness and at the proxy.",
  },
  BLOCKED: {
    title: 'Something before Keycloak blocks the gate',
    severity: 'fail',
    remedy:
      'Ask for an allow-list entry for the machine of the gate and the name `keycloak-release-gate`, which stands in the User-Agent of what it sends (docs/adopting.md).',
  },
  NOT_KEYCLOAK: {
    title: 'Something else than Keycloak answers',
    severity: 'fail',
    remedy: 'A maintenance page, a proxy or another server stands at this address: check `publicUrl` and the ingress.',
  },
  CERTIFICATE: {
    title: 'The certificate of the public address is not trusted',
    severity: 'fail',
    remedy: 'Check its expiry, its names and its chain; for a certificate authority of your own, set NODE_EXTRA_CA_CERTS.',
  },
  REALM_MISSING: {
    title: 'The realm does not exist',
    severity: 'fail',
    remedy: 'Restore or import the realm; check that Keycloak uses the right database.',
  },
  ISSUER_MISMATCH: {
    title: 'The issuer is not the public address of the realm',
    severity: 'fail',
    remedy: "Every client refuses such tokens. Check Keycloak's `hostname` and `proxy-headers` options, and what the proxy sends.",
  },
  ENDPOINT_ELSEWHERE: {
    title: 'An endpoint is not at the public address',
    severity: 'fail',
    remedy: "Check Keycloak's `hostname`, `hostname-backchannel-dynamic` and `proxy-headers` options.",
  },
  ENDPOINT_MISSING: {
    title: 'An endpoint that every login needs is missing',
    severity: 'fail',
    remedy: 'Check the features that this build of Keycloak has disabled.',
  },
  FLOW_MISSING: {
    title: 'A way to log in is no longer supported',
    severity: 'fail',
    remedy: 'Check the features that this build of Keycloak has disabled, and the client policies of the realm.',
  },
  NO_SIGNING_KEY: {
    title: 'The realm has no key to sign with',
    severity: 'fail',
    remedy: 'Look at the key providers of the realm: one has to be active and enabled for signatures.',
  },
  KEY_ID_TWICE: { title: 'Two keys have one id', severity: 'fail', remedy: 'Clients take either: remove one of the key providers.' },
  DISCOVERY_CHANGED: {
    title: 'What the realm says of itself is not what it said before the release',
    severity: 'fail',
    remedy: 'Clients that were configured by hand break when an endpoint or an algorithm goes: restore it, or tell their owners.',
  },
  TOKEN_REFUSED: {
    title: 'Keycloak refuses the service account',
    severity: 'fail',
    remedy: 'Check that the client exists, is enabled, has a service account, and that its secret is the one that the reference points to.',
  },
  TOKEN_ENDPOINT: {
    title: 'The realm gives nobody a token',
    severity: 'fail',
    remedy: "Look at what Keycloak answered: the realm is disabled, or cannot sign or store; the pods' logs tell more.",
    explains: { here: ['oidc/TOKEN_REFUSED'] },
  },
  GATE_CLIENT_REFUSED: {
    title: 'Keycloak refuses a client of the gate’s own',
    severity: 'warn',
    remedy:
      'Check `gate.admin` and `gate.witness` of the environment, and that the clients are as docs/adopting.md says: enabled, with this secret and redirect address. Until then less is seen, and fewer proofs of a logout are taken.',
  },
  USERINFO: {
    title: 'The userinfo endpoint does not answer to a fresh token as it must',
    severity: 'fail',
    remedy: 'Check that the proxy lets the Authorization header through to `/userinfo`, and that the nodes form one cluster.',
  },
  KEY_NOT_PUBLISHED: {
    title: 'The realm signs with a key that it does not publish',
    severity: 'fail',
    remedy:
      'Every client refuses such tokens. Look whether a proxy keeps an old answer of the keys’ address, and that all nodes read the same database.',
  },
  TOKEN_ALIVE: {
    title: 'A revoked token is still active',
    severity: 'fail',
    remedy:
      'Check that the nodes form one cluster, since what one of them revokes the others have to know; and that the proxy lets `/revoke` through.',
  },
  WEB_ORIGIN: {
    title: 'The origin of a single-page application is not allowed',
    severity: 'fail',
    remedy: 'Add the origin to "Web origins" of the client ("+" stands for the origins of its redirect URIs).',
    explains: { here: ['login/LOGGEDIN_MISSING', 'login/START_MISSING', 'login/APP_CALLBACK'] },
  },
  ORIGIN_UNKNOWN: {
    title: 'Whether the origin of a single-page application is allowed could not be seen',
    severity: 'fail',
    remedy: 'Declare the `url` of the application; if it is there, look what stands between the gate and Keycloak.',
  },
  CORS_PREFLIGHT: {
    title: 'Browsers may not ask Keycloak for tokens from the application’s origin',
    severity: 'fail',
    remedy: 'A proxy before Keycloak answers OPTIONS itself, or takes the Access-Control headers away: let both through.',
    explains: { here: ['login/LOGGEDIN_MISSING', 'login/START_MISSING', 'login/APP_CALLBACK'] },
  },
  CERTIFICATE_EXPIRED: {
    title: 'The certificate of the public address has expired',
    severity: 'fail',
    remedy: 'Renew the certificate, and look why its renewal did not come by itself.',
  },
  CERTIFICATE_NAME: {
    title: 'The certificate is not for the public address',
    severity: 'fail',
    remedy: 'Check which certificate the ingress serves for this host: often it is the default one.',
  },
  CERTIFICATE_EXPIRES: {
    title: 'The certificate of the public address expires soon',
    severity: 'warn',
    remedy: 'Renew the certificate, or look why its renewal did not come by itself.',
  },
  HSTS_MISSING: {
    title: 'The public address does not tell browsers to stay with HTTPS',
    severity: 'warn',
    remedy: 'Let Keycloak’s realm ("Security defenses") or the proxy send Strict-Transport-Security.',
  },
  TOKEN_INVALID: {
    title: 'A fresh token does not verify',
    severity: 'fail',
    remedy: "Compare the token's issuer and key id with the discovery document and the keys of the realm.",
  },
  TOKEN_INACTIVE: {
    title: 'Keycloak calls a fresh token inactive',
    severity: 'fail',
    remedy: 'Check the clocks of the nodes, and that the nodes form one cluster.',
  },
});
