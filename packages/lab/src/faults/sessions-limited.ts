import { labApplication } from '../applications/catalogue.ts';
import { oneSessionFlow, userPassword } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { bindFlow, logInByPassword, logOut, unlock, usernameOf } from './realm.ts';

const username = usernameOf('slow');
const { clientId } = labApplication('slow');

export const sessionsLimited: Fault = {
  id: 'sessions-limited',
  title: 'A client lets nobody in who has a session elsewhere, and the test user has one that was never ended',
  inject: async (lab, signal) => {
    await logInByPassword(lab, username, userPassword(lab.state.secrets, username), signal);
    await bindFlow(lab, clientId, oneSessionFlow, signal);
  },
  heal: async (lab, signal) => {
    await bindFlow(lab, clientId, undefined, signal);
    await logOut(lab, username, signal);
    // A login that is refused for its sessions counts as a failed one.
    await unlock(lab, username, signal);
  },
  expect: { suite: 'post-deploy', cause: 'login/TOO_MANY_SESSIONS', exitCode: 1, mayAlso: [], domains: [journeyOf('slow')] },
};
