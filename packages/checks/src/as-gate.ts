/**
 * The product by which the gate names itself in the User-Agent of all that it sends, so that a web application firewall can let it in.
 * Without a version: the entry of an allow-list outlives releases. A header of its own would have every request of a page to another
 * origin asked for beforehand, which breaks healthy applications.
 */
export const gateProduct = 'keycloak-release-gate';

/** The header by which requests of the gate's own are known, which no browser sends. */
export const asGate = { 'user-agent': gateProduct } as const;
