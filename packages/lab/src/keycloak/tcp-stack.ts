/** The name of the changed configuration, in the build's folder `conf`. */
export const stackFile = 'cache-lab.xml';

/**
 * Keycloak before 26.1 finds its nodes by multicast, which a loopback interface does not have. This turns its own
 * `conf/cache-ispn.xml` into one whose nodes ask the addresses in `jgroups.tcpping.initial_hosts`.
 */
export function tcpStack(cacheConfiguration: string): string {
  const stack = `<jgroups>
        <stack name="lab" extends="tcp">
            <TCPPING initial_hosts="\${jgroups.tcpping.initial_hosts}" port_range="0" stack.combine="REPLACE" stack.position="MPING"/>
        </stack>
    </jgroups>

    <cache-container`;
  const changed = cacheConfiguration
    .replace('<cache-container', stack)
    .replace(/<transport ([^>]*?)\s*(?:stack="[^"]*")?\s*\/>/, '<transport stack="lab" $1/>');
  if (!changed.includes('<jgroups>') || !changed.includes('stack="lab" ')) {
    throw new Error(
      'conf/cache-ispn.xml of this Keycloak has no <cache-container> with a <transport>: the lab cannot make a cluster of it.',
    );
  }
  return changed;
}

/**
 * The addresses around this one, where the other nodes may be: for `jgroups.tcpping.initial_hosts`. Pods that start
 * together get addresses that follow each other.
 */
export function neighbours(address: string, around = 8): string {
  const numbers = address.split('.');
  const network = numbers.slice(0, 3).join('.');
  const own = Number(numbers[3]);
  const hosts = Array.from({ length: 2 * around + 1 }, (_, index) => own - around + index).filter((host) => host > 0 && host < 255);
  return hosts.map((host) => `${network}.${host}[7800]`).join(',');
}
