import { expect, it } from 'vitest';
import { cleanLog } from './clean-log.ts';

it('leaves nothing of the machine in a log, and everything else', () => {
  const log = [
    '2026-11-27 07:00:00,000 INFO  [io.quarkus] (main) Listening on: http://127.44.0.3:8080',
    'file:/tmp/recording-x/keycloak/home/lib/a.jar of builder-7 at 10.1.2.3:7800, fe80::1, builder-70',
    '{"hostName":"builder-7","processId":4711,"message":"1127.44.0.3"}',
  ].join('\n');
  const machine = {
    hostname: 'builder-7',
    addresses: ['10.1.2.3', 'fe80::1'],
    folders: [
      ['/tmp/recording-x', '/tmp'],
      ['/tmp/recording-x/keycloak/home', '/opt/keycloak'],
    ],
    network: '127.44',
  } as const;
  expect(cleanLog(log, machine).split('\n')).toEqual([
    '2026-11-27 07:00:00,000 INFO  [io.quarkus] (main) Listening on: http://127.9.0.3:8080',
    'file:/opt/keycloak/lib/a.jar of vm at 192.0.2.2:7800, 2001:db8::2, builder-70',
    '{"hostName":"vm","processId":1,"message":"1127.44.0.3"}',
  ]);
});
