import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Lab } from '../lab/lab.ts';
import { httpPort } from '../manifests/keycloak-deployment.ts';
import { labRealmName } from '../realm/index.ts';
import { matchingLines } from '../faults/pod-log.ts';
import { until } from '../faults/condition.ts';
import type { Noise } from './noise.ts';

export const clientsHangUp: Noise = {
  id: 'clients-hang-up',
  title: 'A client hangs up in the middle of its request, and Keycloak logs that as an error of the server',
  after: async (lab, signal) => {
    let held = 100;
    await until(
      'Keycloak logs that a client hung up',
      async () => {
        // Longer each time: on a busy machine it takes a while until Keycloak has begun to read.
        await hangUp(lab, (held *= 2));
        return (await matchingLines(lab, /HttpClosedException|ClosedChannelException/, signal)).size > 0;
      },
      signal,
      60_000,
    );
  },
};

/** Past the balancer, which may hang up in its own way: half of a request for a token, held for so many milliseconds, and its end. */
async function hangUp(lab: Lab, milliseconds: number): Promise<void> {
  const { pods } = await lab.control('status', {});
  const address = pods.find(({ ready }) => ready)?.address;
  if (address === undefined) throw new Error('No pod of Keycloak is ready.');
  const socket = connect(httpPort, address);
  await once(socket, 'connect');
  socket.write(
    `POST /realms/${labRealmName}/protocol/openid-connect/token HTTP/1.1\r\nHost: ${address}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n`,
  );
  socket.write('grant_type=');
  // What is cut before Keycloak has begun to read it, it does not notice.
  await delay(milliseconds);
  socket.destroy();
}
