import { Agent as HttpAgent, globalAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { AgentOptions } from 'node:https';
import { machineVariables } from './machine-variables.ts';
import { nodeProxy } from './ways/node-proxy.ts';
import type { NamedProxy } from './ways/proxy.ts';

/** The proxy through which Node goes to an address; undefined where it goes directly, as it does unless NODE_USE_ENV_PROXY is set. */
export const proxyOfNode = (address: string): NamedProxy | undefined => (takesProxy() ? nodeProxy(address, machineVariables()) : undefined);

/** Whether this process was started to take a proxy from its variables: its own agent then has them. */
export function takesProxy(): boolean {
  const options: unknown = Reflect.get(globalAgent, 'options');
  return typeof options === 'object' && options !== null && 'proxyEnv' in options && options.proxyEnv !== undefined;
}

/** An agent for one server, through a proxy where one is given. Agents that a program makes take none by themselves. */
export function agentFor(address: string, proxy: NamedProxy | undefined, options: AgentOptions = {}): HttpAgent {
  const through = proxy === undefined ? {} : { proxyEnv: { http_proxy: proxy.address, https_proxy: proxy.address } };
  return address.startsWith('https:')
    ? new HttpsAgent({ ...options, ...through })
    : new HttpAgent({ keepAlive: options.keepAlive ?? false, ...through });
}
