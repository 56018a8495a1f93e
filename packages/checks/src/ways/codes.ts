import { defineCodes } from '@keycloak-release-gate/core';
import type { Code } from '@keycloak-release-gate/core';
import type { FailedStep } from './failed-step.ts';

/** The name of a step in a code, and what it means of a client. */
const steps: Readonly<Record<FailedStep, readonly [name: string, title: (client: string) => string]>> = {
  'name unknown': ['NAME_UNKNOWN', (client) => `${client} cannot look up the name`],
  'no connection': ['NO_CONNECTION', (client) => `${client} gets no connection`],
  'proxy unreached': ['PROXY_UNREACHED', (client) => `${client} cannot reach its proxy`],
  'proxy refused': ['PROXY_REFUSED', (client) => `The proxy does not let ${client} through`],
  untrusted: ['UNTRUSTED', (client) => `${client} does not know the certificate's authority`],
  'wrong name': ['WRONG_NAME', (client) => `The certificate that ${client} is shown is for another name`],
  'TLS failed': ['TLS_FAILED', (client) => `${client} gets no secure connection`],
  'no answer': ['NO_ANSWER', (client) => `${client} gets no answer in time`],
};

/** The codes of one client, each with what to do there: the variable, the option or the file of that client. */
function codesOf<S extends FailedStep>(prefix: string, client: string, remedies: Readonly<Record<S, string>>): Readonly<Record<S, Code>> {
  const named = (step: S): Code => {
    const [name, title] = steps[step];
    return { code: `ways/${prefix}_${name}`, title: capital(title(client)), severity: 'fail', remedy: remedies[step] };
  };
  return Object.fromEntries((Object.keys(remedies) as S[]).map((step) => [step, named(step)])) as Record<S, Code>;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const reissued = 'Correct the address in the environment, or have the certificate made with this name in it. No switch turns this off.';
const renewed =
  'Look at what the server speaks and at the dates of its certificate: `openssl s_client -connect host:port -servername host`.';

export const nodeCodes = codesOf('NODE', 'Node', {
  'name unknown':
    'Correct the name or the DNS of this machine. Where only a proxy knows it: NODE_USE_ENV_PROXY=1 with HTTPS_PROXY, and not in NO_PROXY.',
  'no connection': 'Open the way from this machine to there, or go through a proxy: NODE_USE_ENV_PROXY=1 with HTTPS_PROXY.',
  'proxy unreached': 'Correct the variable that names the proxy (a name in lower case counts first), or exempt the host in NO_PROXY.',
  'proxy refused':
    'After a 407, put the credentials into HTTPS_PROXY: http://user:password@proxy:port. Otherwise have the proxy let this host and port through, or exempt the host in NO_PROXY.',
  untrusted:
    'Name the file of its authority (PEM) in NODE_EXTRA_CA_CERTS, before the program starts; NODE_USE_SYSTEM_CA=1 takes what the machine trusts.',
  'wrong name': reissued,
  'TLS failed': renewed,
  'no answer': 'Find out what drops packets on the way: a firewall mostly. Behind a proxy: NODE_USE_ENV_PROXY=1 with HTTPS_PROXY.',
});

export const browserCodes = codesOf('BROWSER', 'the browser', {
  'name unknown': 'Correct the name or the DNS of this machine. Where only a proxy knows it: HTTPS_PROXY, and not in NO_PROXY.',
  'no connection':
    'Open the way from this machine to there, or go through a proxy: HTTPS_PROXY (Chromium takes none for https from HTTP_PROXY).',
  'proxy unreached':
    'Correct the variable that names the proxy (ALL_PROXY counts first, and a name in lower case), or exempt the host in NO_PROXY.',
  'proxy refused':
    'After a 407, put the credentials into HTTPS_PROXY: http://user:password@proxy:port. Otherwise have the proxy let this host and port through, or exempt the host in NO_PROXY.',
  untrusted:
    'Name the file of its authority (PEM) as `chromiumCaFile` in the environment, or add it to the database of this account: `certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n ours -i ours.pem`. Chromium reads neither NODE_EXTRA_CA_CERTS nor /etc/ssl.',
  'wrong name': reissued,
  'TLS failed': renewed,
  'no answer': 'Find out what drops packets on the way: a firewall mostly. Behind a proxy: HTTPS_PROXY.',
});

export const databaseCodes = codesOf('DATABASE', "PostgreSQL's client", {
  'name unknown': 'Correct `database.host`, or the DNS of this machine.',
  'no connection':
    'Correct `database.host` and `database.port`, or open the way: it goes through no proxy. Where it is reached from inside the cluster alone, collect there: `verify collect --vantage cluster`.',
  untrusted: 'Name the file of its authority (PEM) as `database.caFile` in the environment; without it NODE_EXTRA_CA_CERTS counts.',
  'wrong name': 'Name the server in `database.host` as its certificate does, or have the certificate made with this name in it.',
  'TLS failed':
    "Turn on `ssl` in the server's postgresql.conf, and look at the dates of its certificate. `tls: 'off'` is for a connection that never leaves the machine.",
  'no answer':
    'Find out what drops packets on the way: it goes through no proxy. Where it is reached from inside the cluster alone, collect there: `verify collect --vantage cluster`.',
});

export const apiCodes = codesOf('API', 'the client of the API server', {
  'name unknown': "Correct `server` (of the kubeconfig's cluster, or `kubernetes.server`), or name the proxy that knows it.",
  'no connection': 'Open the way from this machine to there (VPN, firewall), or name a proxy.',
  'proxy unreached': 'Correct what names the proxy.',
  'proxy refused':
    'After a 407, put the credentials into the address of the proxy: http://user:password@proxy:port. Otherwise have it let this host and port through.',
  untrusted: "Name its authority: `certificate-authority` of the kubeconfig's cluster, or `kubernetes.caFile`.",
  'wrong name': "Name the server as its certificate does: `server` of the kubeconfig's cluster, or `kubernetes.server`.",
  'TLS failed': renewed,
  'no answer': 'Find out what drops packets on the way (VPN, firewall), or name a proxy.',
});

/** What is wrong with the means of a way, before it is gone. */
export const meansCodes = defineCodes('ways', {
  NODE_AUTHORITIES_UNREAD: {
    title: 'Node took nothing from NODE_EXTRA_CA_CERTS',
    severity: 'fail',
    remedy: 'Name a file in NODE_EXTRA_CA_CERTS that can be read and holds certificates in PEM form; Node goes on without one that is not.',
  },
});

export const waysCodes: Readonly<Record<string, Code>> = Object.fromEntries(
  [nodeCodes, browserCodes, databaseCodes, apiCodes, meansCodes].flatMap((codes) =>
    Object.values(codes).map((code: Code) => [code.code.replace('ways/', ''), code]),
  ),
);
