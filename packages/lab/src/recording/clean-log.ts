/** What a recorded log may not tell of the machine that it was recorded on. */
export interface Machine {
  readonly hostname: string;
  /** The addresses of its network interfaces, loopback aside. */
  readonly addresses: readonly string[];
  /** Folders, each with what stands for it. */
  readonly folders: readonly (readonly [folder: string, name: string])[];
  /** The first two numbers of the addresses that the recording used. */
  readonly network: string;
}

/** The log as any machine could have written it: placeholders for its names, addresses and folders. Times stay as they were. */
export function cleanLog(log: string, { hostname, addresses, folders, network }: Machine): string {
  const longestFirst = folders.toSorted(([a], [b]) => b.length - a.length);
  const withoutFolders = longestFirst.reduce((text, [folder, name]) => text.replaceAll(folder, name), log);
  const withoutAddresses = addresses
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, address) => text.replaceAll(address, address.includes(':') ? '2001:db8::2' : '192.0.2.2'), withoutFolders);
  return withoutAddresses
    .replaceAll(new RegExp(`(?<![\\w.-])${RegExp.escape(hostname)}(?![\\w.])`, 'g'), 'vm')
    .replaceAll(new RegExp(`(?<![\\d.])${RegExp.escape(network)}\\.`, 'g'), '127.9.')
    .replaceAll(/("(?:processId|process\.pid)":\s*)\d+/g, '$11');
}
