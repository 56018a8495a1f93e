/** A proxy on the way, and what named it: a variable, or a file's field. */
export interface Proxy {
  /** Without user and password. */
  readonly url: string;
  readonly by: string;
}

/** A proxy as it is given to who goes through it: its address may hold a user and a password. */
export interface NamedProxy {
  readonly address: string;
  readonly by: string;
}

/** A proxy as it may be shown. An address that is none is shown as far as it cannot hold a password. */
export function shownProxy({ address, by }: NamedProxy): Proxy {
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  const { protocol, host } = URL.canParse(whole) ? new URL(whole) : { protocol: '', host: '' };
  return { url: host === '' ? '(not an address)' : `${protocol}//${host}`, by };
}

/** The first of these variables that is set, by the names as they are tried. */
export function firstOf(variables: Readonly<Record<string, string | undefined>>, names: readonly string[]): NamedProxy | undefined {
  for (const by of names) {
    const address = variables[by];
    if (address !== undefined && address !== '') return { address, by };
  }
  return undefined;
}

/** The port that an address leads to. */
export const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'https:' ? 443 : 80);
