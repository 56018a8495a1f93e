import { expect, it } from 'vitest';
import { probeInWords } from './describe-probe.ts';

it.each([
  [
    { httpGet: { path: '/health/live', port: 9000, scheme: 'HTTPS' }, periodSeconds: 5 },
    'http-get https://:9000/health/live delay=0s timeout=1s period=5s #success=1 #failure=3',
  ],
  [{ httpGet: { port: 'http', host: 'proxy' } }, 'http-get http://proxy:http/ delay=0s timeout=1s period=10s #success=1 #failure=3'],
  [{ tcpSocket: { port: 8080 }, initialDelaySeconds: 3 }, 'tcp-socket :8080 delay=3s timeout=1s period=10s #success=1 #failure=3'],
  [
    { exec: { command: ['check', '--password', 'hunter2'] }, failureThreshold: 9 },
    'exec [check …] delay=0s timeout=1s period=10s #success=1 #failure=9',
  ],
  [{ grpc: { port: 7, service: 'health' } }, 'grpc <pod>:7 health delay=0s timeout=1s period=10s #success=1 #failure=3'],
])('%j in the words of kubectl', (probe, words) => {
  expect(probeInWords(probe)).toBe(words);
});
