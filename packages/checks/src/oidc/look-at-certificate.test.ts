import { TLSSocket } from 'node:tls';
import { expect, it, vi } from 'vitest';
import { lookAtCertificate } from './look-at-certificate.ts';

const shown = vi.hoisted(() => ({ certificate: {} }));

// A host may show a certificate that no library makes: the answer comes at once, from a connection that shows what is set here.
vi.mock('node:https', async (original) => ({
  ...(await original<object>()),
  request: (_address: string, _options: object, answer: (response: object) => void) => {
    const socket = Object.assign(Object.create(TLSSocket.prototype) as TLSSocket, {
      getPeerCertificate: () => shown.certificate,
      getProtocol: () => 'TLSv1.3',
      authorized: true,
    });
    return { on: () => undefined, end: () => queueMicrotask(() => answer({ socket, headers: {}, resume: () => undefined })) };
  },
}));

const own = {
  subject: { CN: 'sso.example' },
  subjectaltname: 'DNS:sso.example',
  fingerprint256: 'AA',
  valid_to: 'Nov  1 00:00:00 2026 GMT',
};
const look = async (certificate: object): Promise<unknown> => {
  shown.certificate = certificate;
  return lookAtCertificate('https://sso.example', new AbortController().signal);
};

it('tells the names of a certificate, and when it expires', async () => {
  expect(await look(own)).toMatchObject({
    names: ['sso.example'],
    chain: [{ subject: 'sso.example', validTo: '2026-11-01T00:00:00.000Z' }],
  });
});

it.each([
  ['a time that is none', { ...own, valid_to: 'Bad time value' }],
  ['nothing', {}],
])('a host that shows %s is one that could not be looked at', async (_what, certificate) => {
  expect(await look(certificate)).toEqual({ why: expect.any(String) as string });
});
