import { defineCodes } from '@keycloak-release-gate/core';

/** What lives on after a logout that did not come to its end. */
const leavesAlive = { here: ['login/APP_SESSION_ALIVE', 'login/SLO_NOT_PROPAGATED'] };

/** Everything that can come between a person and a login, or a logout. One code is one cause. */
export const codes = defineCodes('login', {
  NET: {
    title: 'An address does not answer',
    severity: 'fail',
    remedy: 'Check that the service behind this address runs, and that the machine of the gate may reach it.',
  },
  DNS: { title: 'A host name is not known', severity: 'fail', remedy: 'Check the name, and the DNS of the machine that the gate runs on.' },
  TLS: {
    title: 'The browser does not trust the certificate',
    severity: 'fail',
    remedy:
      'Check the certificate of this host: its expiry, its names, and that its chain is complete. An authority of your own is named in `chromiumCaFile`.',
  },
  OP_5XX: {
    title: 'Keycloak, or the proxy before it, answers with a server error',
    severity: 'fail',
    remedy: "Look at Keycloak's pods and logs, and at the proxy before them.",
  },
  OP_REFUSED: {
    title: 'Keycloak refuses the request of the application',
    severity: 'fail',
    remedy: "Look at the error events of the realm at this time; they name the reason that Keycloak's page does not tell.",
  },
  WAF_BLOCKED: {
    title: 'Something before Keycloak or the application blocks the gate',
    severity: 'fail',
    remedy:
      'Ask for an allow-list entry for the machine of the gate and the name `keycloak-release-gate`, which stands in the User-Agent of what it sends (docs/adopting.md).',
  },
  REDIRECT_URI: {
    title: "The application's redirect address is not allowed",
    severity: 'fail',
    remedy: 'Add the address to "Valid redirect URIs" of the client, or correct the address in the application.',
  },
  CLIENT_MISSING: {
    title: 'Keycloak does not know the client of the application',
    severity: 'fail',
    remedy: 'Compare the configuration with the one before the release: the client is missing, or was renamed.',
    explains: { here: ['oidc/WEB_ORIGIN'] },
  },
  CLIENT_DISABLED: {
    title: 'The client of the application is disabled',
    severity: 'fail',
    remedy: 'Enable the client, or find out who disabled it and why.',
    explains: { here: ['oidc/WEB_ORIGIN'] },
  },
  CLIENT_MISMATCH: {
    title: 'The application asks for another client or realm than the one declared',
    severity: 'fail',
    remedy: "Correct the application's configuration, or its entry in the environment.",
  },
  USER_MISSING: {
    title: 'The test user does not exist',
    severity: 'fail',
    remedy: 'Create the test user again, or restore what removed it.',
  },
  USER_DISABLED: { title: 'The test user is disabled', severity: 'fail', remedy: 'Enable the test user.' },
  USER_NOT_SEEN: {
    title: 'Whether the test user may log in could not be seen beforehand',
    severity: 'warn',
    remedy:
      'Let the gate’s service account view users (docs/adopting.md), and check the name of the user. Until then a lock is seen only once a login was tried.',
  },
  USER_NOT_DECLARED: {
    title: 'No test user, or no address, is declared for the application',
    severity: 'fail',
    remedy: 'Name the user in the application, and the user with its secret references in the environment.',
  },
  BAD_CREDENTIALS: {
    title: 'Keycloak refuses the password of the test user',
    severity: 'fail',
    remedy:
      'Put the right password where the secret reference points. The gate does not try again with this user, so as not to lock it. If the password is right, look whether the release changed how passwords are kept.',
  },
  LOCKED: {
    title: 'The test user is locked, or a failed login of it is on record',
    severity: 'fail',
    remedy:
      'Unlock the user in the admin console (Users, the user, "Unlock"), or log in once by hand; the gate does not try, so as not to make it worse.',
  },
  USER_BUSY: {
    title: 'Another run is using the test user',
    severity: 'fail',
    remedy:
      'Wait for the other run; two at once would spend each other’s one-time codes. If none is running, run it again in half a minute.',
  },
  OTP_REJECTED: {
    title: 'Keycloak refuses the one-time code',
    severity: 'fail',
    remedy: "Check the clock of the gate's machine and of Keycloak's, and that the seed is that of this user.",
  },
  OTP_SEED: {
    title: 'The login asks for a one-time code and no usable seed is declared',
    severity: 'fail',
    remedy: "Declare the user's `totp` secret: the seed in base 32, as authenticators take it.",
  },
  SECOND_FACTOR: {
    title: 'The login asks for something that only a person has',
    severity: 'fail',
    remedy:
      'Give the test user one-time codes instead of a security key or recovery codes, or let somebody other than the author of the release log in and out of the application by hand, and confirm it in the release (docs/adopting.md).',
  },
  REQUIRED_ACTION: {
    title: 'Keycloak wants something of the user before it lets them in',
    severity: 'fail',
    remedy: "Complete the action once by hand for the test user; if every user meets it, the release changed the realm's required actions.",
  },
  CONSENT: {
    title: 'The application suddenly asks for consent',
    severity: 'fail',
    remedy: 'Switch "Consent required" of the client off again, or declare `consent: true` for the application.',
  },
  COOKIE_NOT_FOUND: {
    title: "Keycloak's cookie did not come back",
    severity: 'fail',
    remedy: 'Check the SameSite and Secure attributes behind the proxy, and that requests stick to a node where they must.',
  },
  EXPIRED: {
    title: 'The login page expired at once',
    severity: 'fail',
    remedy: 'Check the stickiness of the balancer, the clocks of the nodes, and that the nodes form one cluster.',
  },
  TOO_MANY_SESSIONS: { title: 'The test user has too many sessions', severity: 'fail', remedy: 'End the old sessions of the test user.' },
  IDP_FAIL: {
    title: 'The login at the other identity provider fails',
    severity: 'fail',
    remedy: 'Check that the provider is up, and the alias, addresses, client and secret of the identity provider in the realm.',
  },
  IDP_ONLY_REDIRECT: {
    title: 'The login was followed to the identity provider and no further',
    severity: 'fail',
    remedy:
      'Let somebody other than the author of the release log in and out of the application by hand, and confirm it in the release (docs/adopting.md).',
  },
  UNKNOWN_PAGE: {
    title: 'The browser is on a page that the gate does not know',
    severity: 'fail',
    remedy:
      'Look at the picture of the page. A page of a theme of your own needs an entry in `keycloak.pages` of the environment, which `verify login` proposes; another page is a regression.',
  },
  APP_ERROR: {
    title: 'The application answers with an error before any login',
    severity: 'fail',
    remedy: "Look at the application's log; many answer so when they cannot reach Keycloak themselves.",
  },
  APP_CALLBACK: {
    title: 'The application fails when the user comes back from Keycloak',
    severity: 'fail',
    remedy: "Check the client's secret in the application, its clock, and that it reaches Keycloak's token endpoint; its log tells which.",
  },
  APP_LOOP: {
    title: 'The browser is sent round and round between application and Keycloak',
    severity: 'fail',
    remedy: 'The application does not accept its own session cookie: check its cookie settings and its session store.',
  },
  LOGIN_NOT_ASKED: {
    title: 'The application does not ask for a login',
    severity: 'fail',
    remedy:
      'Open the application in a private window: either it no longer protects itself, or its `loggedIn` selector matches a page that anybody sees.',
  },
  START_MISSING: {
    title: 'The application does not lead to Keycloak',
    severity: 'fail',
    remedy: 'Look at the picture of the page; correct `start` of the application, or find out why its log-in link is gone.',
  },
  LOGGEDIN_MISSING: {
    title: 'Back at the application, nothing shows that one is logged in',
    severity: 'fail',
    remedy: 'Look at the picture of the page: the application is broken, or its `loggedIn` selector no longer fits.',
  },
  USER_NOT_SHOWN: {
    title: 'The application does not show the test user as the one who is logged in',
    severity: 'fail',
    remedy:
      'Look at the picture of the page: the application gets another name from its token (compare the mappers of its client and scopes), shows another user, or `loggedInAs` of its entry no longer fits.',
  },
  SELECTOR_AMBIGUOUS: {
    title: 'What is to be clicked is there more than once',
    severity: 'fail',
    remedy: 'Make the selector more exact, so that it fits one visible element; `verify login` shows what is on the page.',
  },
  SELECTOR_INVALID: {
    title: 'A selector of the application is none',
    severity: 'fail',
    remedy: 'Correct the selector: `loggedIn` and `start.click` are CSS; `verify login` shows what is on the page.',
  },
  LOGOUT_MISSING: {
    title: "The application's logout cannot be found",
    severity: 'fail',
    remedy: 'Correct `logout` of the application, or find out why the link is gone.',
  },
  LOGOUT_CONFIRM: {
    explains: leavesAlive,
    title: 'Keycloak asks whether to log out',
    severity: 'fail',
    remedy:
      'The application sends no `id_token_hint`, or that of another session; or "Logout confirmation" of the client is on. Until the user agrees, the session lives.',
  },
  LOGOUT_LANDING: {
    title: 'The logout ends on another page than declared',
    severity: 'fail',
    remedy: 'Correct the post-logout address in the application, or `logout.landsOn` of its entry.',
  },
  LANDING_ERROR: {
    title: 'The page on which the logout ends is an error',
    severity: 'fail',
    remedy: "Look at the application's log: people who log out see this page. Or correct the post-logout address.",
  },
  POST_LOGOUT_URI: {
    explains: leavesAlive,
    title: 'The address to return to after the logout is not allowed',
    severity: 'fail',
    remedy: 'Add it to "Valid post logout redirect URIs" of the client ("+" stands for its redirect URIs).',
  },
  LOGOUT_HINT: {
    explains: leavesAlive,
    title: 'Keycloak refuses the `id_token_hint` of the logout',
    severity: 'fail',
    remedy: 'Check which token the application sends at logout.',
  },
  LOGOUT_LEGACY: {
    explains: leavesAlive,
    title: 'The application logs out as with Keycloak before version 18',
    severity: 'fail',
    remedy: 'Update the adapter of the application: it has to send `post_logout_redirect_uri` with `id_token_hint`.',
  },
  OP_SESSION_ALIVE: {
    title: "Keycloak's session is alive after the logout",
    severity: 'fail',
    remedy:
      'The application only logged out locally: it has to send the browser to the end-session endpoint. If that is wanted, declare `logout.ends: "application"`.',
    explains: { here: ['login/APP_SESSION_ALIVE'] },
  },
  APP_SESSION_ALIVE: {
    title: "The application's own session is alive after the logout",
    severity: 'fail',
    remedy:
      'The application has to end its own session at logout, and to take its cookie back. If its sessions are wholly in cookies by design, declare `localSession: "stateless"`.',
    explains: { here: ['login/LOGGED_IN_AGAIN'] },
  },
  SLO_NOT_PROPAGATED: {
    title: 'The logout does not reach another application',
    severity: 'fail',
    remedy:
      'Check that Keycloak reaches the "Backchannel logout URL" of the other client, that "Front channel logout" is on where it is meant to be, and that the application ends the session that it is told of.',
  },
  LOGGED_IN_AGAIN: {
    title: 'After the logout the application shows the user logged in',
    severity: 'fail',
    remedy: 'The application logged the browser in again at once, or its `loggedIn` selector matches a page that anybody sees.',
  },
  SESSION_LEFT: {
    title: "The gate's own session may have been left at Keycloak",
    severity: 'warn',
    remedy:
      'Look in the admin console (Users, the user, "Sessions") for a session of that time, and sign it out; left alone it ends once it has been idle for long enough.',
  },
  FLAKY: {
    title: 'It worked only at the second try',
    severity: 'warn',
    remedy: 'Look at what failed at the first try; users meet it too.',
  },
  NOT_PROVEN: {
    title: 'The end of the session could not be proven',
    severity: 'fail',
    remedy: "Declare the gate's witness client, or let its service account view users.",
  },
  PATH_NOT_DECLARED: {
    title: "Whether the application's own session ended was not looked at",
    severity: 'warn',
    remedy:
      'Declare a `protectedPath` for it: a path whose answer differs between a logged-in person and a stranger. An application without sessions of its own declares `localSession: "none"`.',
  },
  PATH_NOT_PROTECTED: {
    title: 'The protected path does not tell who is logged in from who is not',
    severity: 'fail',
    remedy: 'Declare as `protectedPath` a path whose answer differs between a logged-in person and a stranger.',
  },
  CLIENTS_NOT_COVERED: {
    title: 'People log in to clients that the gate does not try',
    severity: 'fail',
    remedy:
      'Write an application for each in `scenarios/applications/`; accept one that cannot be tried as `notTested` in the environment, with reason, owner and expiry.',
  },
  ACCEPTANCE_EXPIRED: {
    title: 'That a client is not tried was accepted until a day that has passed',
    severity: 'fail',
    remedy: 'Write an application for it, or let its owner accept it anew.',
  },
  APPLICATION_WITHOUT_CLIENT: {
    title: 'The client of an application is not in the realm',
    severity: 'fail',
    remedy: 'Correct `clientId` or `realm` of the application, or find out who removed or renamed the client.',
    explains: { here: ['login/CLIENT_MISSING'] },
  },
  NO_BROWSER: {
    title: 'No Chromium was found',
    severity: 'fail',
    remedy: 'Install chromium-headless-shell (Debian) or Chromium, or name one as `chromium` in the environment.',
  },
  BROWSER_AUTHORITIES: {
    title: 'The browser cannot be given the certificate authorities that are declared',
    severity: 'fail',
    final: true,
    remedy: 'Name a file of certificates (PEM) as `chromiumCaFile`, and install `certutil` (Debian: libnss3-tools).',
  },
  BROWSER_CRASHED: {
    title: 'The browser ended during the journey',
    severity: 'fail',
    remedy: 'Run it again; if it repeats, look at the memory of the machine.',
  },
});

export type LoginCode = keyof typeof codes;
