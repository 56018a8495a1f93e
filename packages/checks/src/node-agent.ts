import type http from 'node:http';
import type https from 'node:https';
import { machineVariables } from './machine-variables.ts';
import { nodeProxy } from './ways/node-proxy.ts';
import type { NamedProxy } from './ways/proxy.ts';

/** The proxy through which Node goes to an address; undefined where it goes directly, as it does unless NODE_USE_ENV_PROXY is set. */
export const proxyOfNode = (address: string): NamedProxy | undefined => (takesProxy() ? nodeProxy(address, machineVariables()) : undefined);

/** Whether this process was started to take a proxy from its variables: its own agent then has them. */
export function takesProxy(): boolean {
  const options: unknown = Reflect.get(nodeHttp().http.globalAgent, 'options');
  return typeof options === 'object' && options !== null && 'proxyEnv' in options && options.proxyEnv !== undefined;
}

/** An agent for one server, through a proxy where one is given. Agents that a program makes take none by themselves. */
export function agentFor(address: string, proxy: NamedProxy | undefined, options: https.AgentOptions = {}): http.Agent {
  const node = nodeHttp();
  const through = proxy === undefined ? {} : { proxyEnv: { http_proxy: proxy.address, https_proxy: proxy.address } };
  return address.startsWith('https:')
    ? new node.https.Agent({ ...options, ...through })
    : new node.http.Agent({ keepAlive: options.keepAlive ?? false, ...through });
}

/** Node's HTTP clients, when somebody asks for something. An `import` of them loads all of undici, too, which takes 30 ms at every start. */
export const nodeHttp = (): { readonly http: typeof http; readonly https: typeof https } => ({
  http: process.getBuiltinModule('node:http'),
  https: process.getBuiltinModule('node:https'),
});
