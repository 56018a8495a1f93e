import { BlockList, isIP } from 'node:net';
import { firstOf, portOf } from './proxy.ts';
import type { NamedProxy } from './proxy.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Chromium looks for the name as it knows it, in lower case, and then in the other one. */
const inBothCases = (name: string): readonly string[] => [name, name.toUpperCase()];

/**
 * The proxy through which Chromium goes to an address on Linux, by its variables; undefined where it goes directly. The rule is
 * Chromium's (`ProxyConfigServiceLinux`, `ProxyBypassRules`): ALL_PROXY before all others, none for https from HTTP_PROXY, never one to
 * the machine itself, and in NO_PROXY ends of names, with or without a port, and ranges of addresses.
 */
export function browserProxy(address: string, variables: Variables): NamedProxy | undefined {
  const url = new URL(address);
  if (isOwnMachine(url) || exemptions(variables).some((entry) => isExempt(url, entry))) return undefined;
  return firstOf(variables, [...inBothCases('all_proxy'), ...inBothCases(url.protocol === 'https:' ? 'https_proxy' : 'http_proxy')]);
}

/** What the browser is started with so that a proxy of the variables gets its user and password. */
export interface ProxyWithPassword {
  readonly proxy: { readonly server: string; readonly username: string; readonly password: string; readonly bypass: string };
  readonly arguments: readonly string[];
}

/**
 * Chromium leaves out the user and the password that stand in a variable, and then waits for somebody to type them: Playwright answers
 * for it, to proxies and to nobody else. Undefined where no proxy of the variables has any: then Chromium finds its way by itself.
 */
export function proxyWithPassword(variables: Variables): ProxyWithPassword | undefined {
  const all = addressIn(variables, 'all_proxy');
  const plain = all ?? addressIn(variables, 'http_proxy');
  const secure = all ?? addressIn(variables, 'https_proxy');
  const named = [secure, plain].find((each) => each !== undefined && each.username !== '');
  if (named === undefined) return undefined;
  const rules = [plain && `http=${placeOf(plain)}`, secure && `https=${placeOf(secure)}`].filter((each) => each !== undefined);
  return {
    proxy: {
      server: placeOf(named),
      username: decodeURIComponent(named.username),
      password: decodeURIComponent(named.password),
      // Started this way, it would go to the machine itself through the proxy, and take a name for itself alone.
      bypass: ['localhost', '127.0.0.0/8', '[::1]', ...exemptions(variables).map((entry) => (isPattern(entry) ? entry : `*${entry}`))].join(
        ',',
      ),
    },
    // Playwright knows one proxy for all; this switch comes after its own, and counts.
    arguments: [`--proxy-server=${rules.join(';')}`],
  };
}

function addressIn(variables: Variables, name: string): URL | undefined {
  const { address = '' } = firstOf(variables, inBothCases(name)) ?? {};
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  return URL.canParse(whole) ? new URL(whole) : undefined;
}

const placeOf = ({ protocol, host }: URL): string => `${protocol}//${host}`;

const exemptions = (variables: Variables): readonly string[] =>
  (variables['no_proxy'] || variables['NO_PROXY'] || '')
    .split(/[,;]/)
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '');

const isPattern = (entry: string): boolean => /[*<[/]/.test(entry);

function isOwnMachine({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || isIn(hostname, '127.0.0.0/8') || hostname === '[::1]';
}

function isExempt(url: URL, entry: string): boolean {
  const host = url.hostname.toLowerCase();
  if (entry === '<local>') return !host.includes('.') && !host.startsWith('[');
  if (entry.includes('/')) return isIn(host, entry);
  const [, name = entry, port] = /^(.*[^:]):(\d+)$/.exec(entry) ?? [];
  if (port !== undefined && Number(port) !== portOf(url)) return false;
  // An address is taken whole; a name is the end of others.
  if (isIP(name.replaceAll(/[[\]]/g, '')) !== 0) return host === name;
  const pattern = name.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^.*${pattern.join('.*')}$`).test(host);
}

function isIn(hostname: string, range: string): boolean {
  const host = hostname.replaceAll(/[[\]]/g, '');
  const [network = '', bits = ''] = range.replaceAll(/[[\]]/g, '').split('/');
  const [family, of] = [isIP(host), isIP(network)];
  if (family === 0 || of !== family || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  return list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
