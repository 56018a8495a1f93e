/** A way between a port of the island's loopback interface and a Unix socket outside. */
export interface Relay {
  readonly port: number;
  readonly socket: string;
}

/** What the island's first process is told. No secret stands in it: those are in its environment. */
export interface IslandOrders {
  /** Who connects to the port on the island comes out at the socket. */
  readonly inward: readonly Relay[];
  /** Who connects to the socket comes out at the port on the island. */
  readonly outward: readonly Relay[];
  /** Whoever connects to this socket asks the command to end. */
  readonly control: string;
  readonly command: readonly string[];
  /** The network that it must not be on, as the kernel names it: its maker's. */
  readonly notOn: string;
}

/** What is left of root's rights: it may reach its own folder, which the account of PostgreSQL owns. */
export const rights = ['--bounding-set=-all,+dac_override', '--inh-caps=-all'] as const;
