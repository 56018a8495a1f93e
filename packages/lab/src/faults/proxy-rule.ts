import type { BalancerRule } from '../balancer/rule.ts';
import type { Fault } from './fault.ts';

/** What is wrong is in the proxy before Keycloak: it treats some requests in a way of its own. */
export const inProxy = (name: string, rule: BalancerRule): Pick<Fault, 'inject' | 'heal'> => ({
  inject: async (lab) => void (await lab.control('balancer.rule', { name, rule })),
  heal: async (lab) => void (await lab.control('balancer.rule', { name, rule: null })),
});

/** The requests of one client: its id stands in the address of every page of its login. */
export const ofClient = (clientId: string): string => `client_id=${encodeURIComponent(clientId)}`;

/** A page as proxies and firewalls show it. */
export const proxyPage = (title: string): string =>
  `<!doctype html><html><head><title>${title}</title></head><body><center><h1>${title}</h1></center><hr></body></html>\n`;
