import type { Environment } from '@keycloak-release-gate/core';
import type { Driven } from './drive.ts';
import { driverOn } from './driver.ts';
import { openAddress } from './in-application.ts';
import type { Failure, Proofs } from './journey.ts';
import { joinPeers, provePeers } from './peers.ts';
import type { Peer } from './peers.ts';
import type { Before } from './proofs.ts';
import { soughtIn } from './route.ts';
import type { Way } from './way.ts';

/** How it is proven that the applications of one single logout were logged out of, or why the tab did not come back from them. */
type Joined =
  | { readonly failure: Failure }
  | { readonly provePeers: (before: Before['cookies'], landed: boolean) => Promise<Pick<Proofs, 'peers'>> };

/** Logs in to the applications that must be logged out of, too, and comes back. */
export async function joinPeersOf(way: Way): Promise<Joined> {
  const { settings, tabs, tab, userAgent, publicUrl } = way;
  const { application, login, context } = settings;
  const { singleLogout } = login;
  if (singleLogout === undefined) return { provePeers: () => Promise.resolve({}) };
  const signOn = async (peer: Peer): Promise<Driven> => {
    tab.lookFor(soughtIn(peer.login, context));
    await openAddress(tab, peer.application.url);
    return driverOn(way, peer)({ stage: 'login', done: [], signedOn: true });
  };
  const common = { tabs, publicUrl, userAgent, signal: context.signal };
  const joined = await joinPeers(peersIn(context.run.environment, singleLogout.applications), { ...common, signOn });
  const back = await signOn({ application, login });
  if (back.end === 'failed') return { failure: back.failure };
  return {
    provePeers: async (before, landed) => ({
      // A logout that did not come to its end reaches nobody: they are looked at once.
      peers: await provePeers(joined, { ...common, before, withinSeconds: landed ? singleLogout.withinSeconds : 0 }),
    }),
  };
}

const peersIn = ({ applications }: Environment, ids: readonly string[]): readonly Peer[] =>
  applications.flatMap((application): Peer[] => {
    const { url, login } = application;
    return ids.includes(application.id) && login.kind === 'browser' && url !== undefined
      ? [{ application: { ...application, url }, login }]
      : [];
  });
