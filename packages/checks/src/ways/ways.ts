import type { CollectContext, Environment } from '@keycloak-release-gate/core';
import { apiWay } from './api-way.ts';
import { browserWays } from './browser-way.ts';
import { databaseWay } from './database-way.ts';
import { nodeWay } from './node-way.ts';
import type { Way } from './way.ts';

/**
 * How each client of the gate comes to what the environment declares: Node to Keycloak and the applications, the browser to what people
 * open, PostgreSQL's client to the database, and the Kubernetes client to the API server. Each takes a proxy and an authority from
 * another place, so that one may be let through where another is not.
 */
export async function waysOf(
  context: Pick<CollectContext<unknown>, 'run' | 'signal' | 'secret' | 'conceal' | 'shared'>,
): Promise<readonly Way[]> {
  const { environment } = context.run;
  const { database, kubernetes } = environment;
  const ways = await Promise.all([
    Promise.all(addressesForNode(environment).map((address) => nodeWay(address, context.signal))),
    browserWays(addressesForBrowser(environment), environment, context),
    database === undefined ? [] : databaseWay(database, context.secret(database.password), context.signal),
    kubernetes === undefined || (kubernetes.server ?? kubernetes.kubeconfig) === undefined ? [] : apiWay(context),
  ]);
  return ways.flat();
}

const addressesForNode = ({ keycloak: { publicUrl, adminUrl }, applications }: Environment): readonly string[] =>
  oneEachOrigin([publicUrl, adminUrl, ...originsOf(applications)]);

/** People open no admin API, which is often inside a firewall. */
const addressesForBrowser = ({ keycloak: { publicUrl }, applications }: Environment): readonly string[] =>
  oneEachOrigin([publicUrl, ...originsOf(applications.filter(({ login }) => login.kind === 'browser'))]);

/** An application is asked for its origin alone: what lies at its own address may do something. */
const originsOf = (applications: Environment['applications']): readonly string[] =>
  applications.flatMap(({ url }) => (url !== undefined && /^https?:/.test(url) ? [`${new URL(url).origin}/`] : []));

const oneEachOrigin = (addresses: readonly string[]): readonly string[] =>
  [...new Map(addresses.toReversed().map((address) => [new URL(address).origin, address])).values()].toReversed();
