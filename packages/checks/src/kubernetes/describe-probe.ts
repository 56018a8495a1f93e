import type { Probe } from './objects.ts';

/** A declared probe in the words of `kubectl describe`; of a command only its name is told, for its arguments may hold secrets. */
export function probeInWords(probe: NonNullable<Probe>): string {
  const { initialDelaySeconds, timeoutSeconds, periodSeconds, successThreshold, failureThreshold } = probe;
  return `${target(probe)} delay=${initialDelaySeconds ?? 0}s timeout=${timeoutSeconds ?? 1}s period=${periodSeconds ?? 10}s #success=${successThreshold ?? 1} #failure=${failureThreshold ?? 3}`;
}

function target({ httpGet, tcpSocket, exec, grpc }: NonNullable<Probe>): string {
  if (httpGet) {
    const path = httpGet.path ?? '';
    return `http-get ${(httpGet.scheme ?? 'HTTP').toLowerCase()}://${httpGet.host ?? ''}:${httpGet.port}${path.startsWith('/') ? path : `/${path}`}`;
  }
  if (tcpSocket) return `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port}`;
  if (exec) {
    const [command = '', ...others] = exec.command ?? [];
    return `exec [${command}${others.length === 0 ? '' : ' …'}]`;
  }
  return grpc ? `grpc <pod>:${grpc.port} ${grpc.service ?? ''}`.trimEnd() : 'unknown';
}
