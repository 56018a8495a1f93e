import { firstOf, portOf } from './proxy.ts';
import type { NamedProxy } from './proxy.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The proxy through which Node's `fetch` goes to an address, once it was told to take one by NODE_USE_ENV_PROXY; undefined where it goes
 * directly. The rule is undici's (`EnvHttpProxyAgent`): lower-case names first, HTTP_PROXY for https too where HTTPS_PROXY is not set, and in
 * NO_PROXY names with all that is below them, with or without a port, and no ranges of addresses.
 */
export function nodeProxy(address: string, variables: Variables): NamedProxy | undefined {
  const url = new URL(address);
  if (isExempt(url, variables['no_proxy'] ?? variables['NO_PROXY'] ?? '')) return undefined;
  const plain = ['http_proxy', 'HTTP_PROXY'];
  return firstOf(variables, url.protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY', ...plain] : plain);
}

function isExempt(url: URL, list: string): boolean {
  if (list === '*') return true;
  const host = url.hostname.toLowerCase();
  return list.split(/[,\s]/).some((entry) => {
    const [, name = entry, port] = /^(.+):(\d+)$/.exec(entry) ?? [];
    if (name === '' || (port !== undefined && Number(port) !== portOf(url))) return false;
    const bare = name.replace(/^\*?\./, '').toLowerCase();
    return host === bare || host.endsWith(`.${bare}`);
  });
}
