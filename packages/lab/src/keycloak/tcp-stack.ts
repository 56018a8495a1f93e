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
  const changed = cacheConfiguration.replace('<cache-container', stack).replace('<transport ', '<transport stack="lab" ');
  if (!changed.includes('<jgroups>') || !changed.includes('stack="lab" ')) {
    throw new Error(
      'conf/cache-ispn.xml of this Keycloak has no <cache-container> with a <transport>: the lab cannot make a cluster of it.',
    );
  }
  return changed;
}

/** The first addresses of the network of this one, where the other nodes may be: for `jgroups.tcpping.initial_hosts`. */
export function neighbours(address: string, count = 8): string {
  const network = address.split('.').slice(0, 3).join('.');
  return Array.from({ length: count }, (_, index) => `${network}.${index + 1}[7800]`).join(',');
}
