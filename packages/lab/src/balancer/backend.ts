/** A pod that the balancer may send requests to. */
export interface Backend {
  readonly podName: string;
  readonly address: string;
}

/**
 * The order in which to try the backends for a request: first the one that the session's cookie names (Keycloak ends
 * AUTH_SESSION_ID with the node's name, which begins with its pod's), else the next in turn; then the others.
 */
export function orderBackends(backends: readonly Backend[], cookie: string | undefined, turn: number): readonly Backend[] {
  const [, session = ''] = /(?:^|;\s*)AUTH_SESSION_ID(?:_LEGACY)?="?([^;"]+)/.exec(cookie ?? '') ?? [];
  const route = session.slice(session.lastIndexOf('.') + 1);
  const sticky = backends.findIndex(({ podName }) => route.startsWith(`${podName}-`));
  const first = sticky >= 0 ? sticky : turn % Math.max(backends.length, 1);
  return [...backends.slice(first), ...backends.slice(0, first)];
}
