import { defineCodes } from '@keycloak-release-gate/core';

const reissued = 'Correct the address in the environment, or have the certificate made with this name in it. No switch turns this off.';
const renewed =
  'Look at what the server speaks and at the dates of its certificate: `openssl s_client -connect host:port -servername host`.';

/** Where the way of one client ends, a code for each client and step, with what to do there: the variable, the option or the file of that client. */
export const waysCodes = defineCodes('ways', {
  NODE_NAME_UNKNOWN: {
    title: 'Node cannot look up the name',
    severity: 'fail',
    remedy:
      'Correct the name or the DNS of this machine. Where only a proxy knows it: NODE_USE_ENV_PROXY=1 with HTTPS_PROXY, and not in NO_PROXY.',
  },
  NODE_NO_CONNECTION: {
    title: 'Node gets no connection',
    severity: 'fail',
    remedy: 'Open the way from this machine to there, or go through a proxy: NODE_USE_ENV_PROXY=1 with HTTPS_PROXY.',
  },
  NODE_PROXY_UNREACHED: {
    title: 'Node cannot reach its proxy',
    severity: 'fail',
    remedy: 'Correct the variable that names the proxy (a name in lower case counts first), or exempt the host in NO_PROXY.',
  },
  NODE_PROXY_REFUSED: {
    title: 'The proxy does not let Node through',
    severity: 'fail',
    remedy:
      'After a 407, put the credentials into HTTPS_PROXY: http://user:password@proxy:port. Otherwise have the proxy let this host and port through, or exempt the host in NO_PROXY.',
  },
  NODE_UNTRUSTED: {
    title: "Node does not know the certificate's authority",
    severity: 'fail',
    remedy:
      'Name the file of its authority (PEM) in NODE_EXTRA_CA_CERTS, before the program starts; NODE_USE_SYSTEM_CA=1 takes what the machine trusts.',
  },
  NODE_WRONG_NAME: { title: 'The certificate that Node is shown is for another name', severity: 'fail', remedy: reissued },
  NODE_TLS_FAILED: { title: 'Node gets no secure connection', severity: 'fail', remedy: renewed },
  NODE_NO_ANSWER: {
    title: 'Node gets no answer in time',
    severity: 'fail',
    remedy: 'Find out what drops packets on the way: a firewall mostly. Behind a proxy: NODE_USE_ENV_PROXY=1 with HTTPS_PROXY.',
  },
  BROWSER_NAME_UNKNOWN: {
    title: 'The browser cannot look up the name',
    severity: 'fail',
    remedy: 'Correct the name or the DNS of this machine. Where only a proxy knows it: HTTPS_PROXY, and not in NO_PROXY.',
  },
  BROWSER_NO_CONNECTION: {
    title: 'The browser gets no connection',
    severity: 'fail',
    remedy: 'Open the way from this machine to there, or go through a proxy: HTTPS_PROXY (Chromium takes none for https from HTTP_PROXY).',
  },
  BROWSER_PROXY_UNREACHED: {
    title: 'The browser cannot reach its proxy',
    severity: 'fail',
    remedy: 'Correct the variable that names the proxy (ALL_PROXY counts first, and a name in lower case), or exempt the host in NO_PROXY.',
  },
  BROWSER_PROXY_REFUSED: {
    title: 'The proxy does not let the browser through',
    severity: 'fail',
    remedy:
      'After a 407, put the credentials into HTTPS_PROXY: http://user:password@proxy:port. Otherwise have the proxy let this host and port through, or exempt the host in NO_PROXY.',
  },
  BROWSER_UNTRUSTED: {
    title: "The browser does not know the certificate's authority",
    severity: 'fail',
    remedy:
      'Name the file of its authority (PEM) as `chromiumCaFile` in the environment, or add it to the database of this account: `certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n ours -i ours.pem`. Chromium reads neither NODE_EXTRA_CA_CERTS nor /etc/ssl.',
  },
  BROWSER_WRONG_NAME: { title: 'The certificate that the browser is shown is for another name', severity: 'fail', remedy: reissued },
  BROWSER_TLS_FAILED: { title: 'The browser gets no secure connection', severity: 'fail', remedy: renewed },
  BROWSER_NO_ANSWER: {
    title: 'The browser gets no answer in time',
    severity: 'fail',
    remedy: 'Find out what drops packets on the way: a firewall mostly. Behind a proxy: HTTPS_PROXY.',
  },
  DATABASE_NAME_UNKNOWN: {
    title: "PostgreSQL's client cannot look up the name",
    severity: 'fail',
    remedy: 'Correct `database.host`, or the DNS of this machine.',
  },
  DATABASE_NO_CONNECTION: {
    title: "PostgreSQL's client gets no connection",
    severity: 'fail',
    remedy:
      'Correct `database.host` and `database.port`, or open the way: it goes through no proxy. Where it is reached from inside the cluster alone, collect there: `verify collect --vantage cluster`.',
  },
  DATABASE_UNTRUSTED: {
    title: "PostgreSQL's client does not know the certificate's authority",
    severity: 'fail',
    remedy: 'Name the file of its authority (PEM) as `database.caFile` in the environment; without it NODE_EXTRA_CA_CERTS counts.',
  },
  DATABASE_WRONG_NAME: {
    title: "The certificate that PostgreSQL's client is shown is for another name",
    severity: 'fail',
    remedy: 'Name the server in `database.host` as its certificate does, or have the certificate made with this name in it.',
  },
  DATABASE_TLS_FAILED: {
    title: "PostgreSQL's client gets no secure connection",
    severity: 'fail',
    remedy:
      "Turn on `ssl` in the server's postgresql.conf, and look at the dates of its certificate. `tls: 'off'` is for a connection that never leaves the machine.",
  },
  DATABASE_NO_ANSWER: {
    title: "PostgreSQL's client gets no answer in time",
    severity: 'fail',
    remedy:
      'Find out what drops packets on the way: it goes through no proxy. Where it is reached from inside the cluster alone, collect there: `verify collect --vantage cluster`.',
  },
  API_NAME_UNKNOWN: {
    title: 'The client of the API server cannot look up the name',
    severity: 'fail',
    remedy: "Correct `server` (of the kubeconfig's cluster, or `kubernetes.server`), or name the proxy that knows it.",
  },
  API_NO_CONNECTION: {
    title: 'The client of the API server gets no connection',
    severity: 'fail',
    remedy: 'Open the way from this machine to there (VPN, firewall), or name a proxy.',
  },
  API_PROXY_UNREACHED: {
    title: 'The client of the API server cannot reach its proxy',
    severity: 'fail',
    remedy: 'Correct what names the proxy.',
  },
  API_PROXY_REFUSED: {
    title: 'The proxy does not let the client of the API server through',
    severity: 'fail',
    remedy:
      'After a 407, put the credentials into the address of the proxy: http://user:password@proxy:port. Otherwise have it let this host and port through.',
  },
  API_UNTRUSTED: {
    title: "The client of the API server does not know the certificate's authority",
    severity: 'fail',
    remedy: "Name its authority: `certificate-authority` of the kubeconfig's cluster, or `kubernetes.caFile`.",
  },
  API_WRONG_NAME: {
    title: 'The certificate that the client of the API server is shown is for another name',
    severity: 'fail',
    remedy: "Name the server as its certificate does: `server` of the kubeconfig's cluster, or `kubernetes.server`.",
  },
  API_TLS_FAILED: { title: 'The client of the API server gets no secure connection', severity: 'fail', remedy: renewed },
  API_NO_ANSWER: {
    title: 'The client of the API server gets no answer in time',
    severity: 'fail',
    remedy: 'Find out what drops packets on the way (VPN, firewall), or name a proxy.',
  },
  NODE_AUTHORITIES_UNREAD: {
    title: 'Node took nothing from NODE_EXTRA_CA_CERTS',
    severity: 'fail',
    remedy: 'Name a file in NODE_EXTRA_CA_CERTS that can be read and holds certificates in PEM form; Node goes on without one that is not.',
  },
});
