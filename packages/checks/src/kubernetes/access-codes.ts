import { defineCodes } from '@keycloak-release-gate/core';

/** Why the Kubernetes API could not be read. All are gaps: what was not seen is never judged. */
export const accessCodes = defineCodes('kubernetes', {
  KUBECONFIG_UNUSABLE: {
    title: 'The kubeconfig cannot be used',
    severity: 'fail',
    final: true,
    remedy: 'Correct `kubeconfig` and `context` in the environment file; `kubectl config get-contexts` lists what there is.',
  },
  LOGIN_COMMAND_FAILED: {
    title: "The kubeconfig's login command gave no credential",
    severity: 'fail',
    final: true,
    remedy: 'Log in with that command by hand first, or give the gate a service account: `server`, `caFile` and `token`.',
  },
  API_UNREACHABLE: {
    title: 'The Kubernetes API cannot be reached',
    severity: 'fail',
    remedy: 'Check the address, the network (VPN, proxy, firewall) and that the API server runs: `kubectl get --raw /readyz`.',
  },
  API_CERTIFICATE_REFUSED: {
    title: "The Kubernetes API's certificate is not trusted",
    severity: 'fail',
    final: true,
    remedy: "Name the cluster's own CA in `caFile` (or in the kubeconfig). The gate never turns the verification off.",
  },
  API_TIMED_OUT: {
    title: 'The Kubernetes API did not answer in time',
    severity: 'fail',
    remedy: 'Check the load of the API server and the network on the way: `kubectl get --raw /readyz` shows how long it takes.',
  },
  UNAUTHORIZED: {
    title: 'The Kubernetes API refused the credentials',
    severity: 'fail',
    final: true,
    remedy: 'The token or certificate is wrong or has expired: renew it (`kubectl create token …`, or log in again).',
  },
  FORBIDDEN: {
    title: 'A right is missing in the Kubernetes API',
    severity: 'fail',
    final: true,
    remedy: "Add the rule that the message names to the gate's Role.",
  },
  NAMESPACE_MISSING: {
    title: 'The namespace does not exist',
    severity: 'fail',
    final: true,
    remedy: "Correct `namespace` in the environment's `kubernetes`, or the context: `kubectl get namespaces` lists what there is.",
  },
  NOT_KUBERNETES: {
    title: 'Something else than the Kubernetes API answered',
    severity: 'fail',
    remedy: 'A proxy or a login page stands at this address: correct `server`, or go around the proxy (NO_PROXY).',
  },
  API_ERROR: {
    title: 'The Kubernetes API answered with an error',
    severity: 'fail',
    remedy: "Look at the API server's health; for an error that passes by itself, run the gate again.",
  },
});
