import { randomBytes } from 'node:crypto';
import type { Lab } from '../lab/lab.ts';
import { base32 } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { clearUserCache, unlock, usernameOf } from './realm.ts';

const username = usernameOf('totp');

async function setSeed(lab: Lab, seed: string, signal: AbortSignal): Promise<void> {
  // The admin API sets no seeds; an account that was enrolled anew looks like this.
  await lab.sql(
    `UPDATE credential SET secret_data = $1
      WHERE type = 'otp' AND user_id = (SELECT u.id FROM user_entity u JOIN realm r ON r.id = u.realm_id WHERE r.name = 'lab' AND u.username = $2)`,
    [JSON.stringify({ value: seed }), username],
    signal,
  );
  await clearUserCache(lab, signal);
}

export const oneTimeCodeChanged: Fault = {
  id: 'one-time-code-changed',
  title: 'The test user was enrolled anew for one-time codes, and the gate has the old seed',
  inject: (lab, signal) => setSeed(lab, base32(randomBytes(20)), signal),
  heal: async (lab, signal) => {
    await setSeed(lab, lab.state.secrets.totpSeed, signal);
    await unlock(lab, username, signal);
  },
  expect: { suite: 'post-deploy', cause: 'login/OTP_REJECTED', exitCode: 1, mayAlso: [], domains: [journeyOf('totp')], refusals: 2 },
};
