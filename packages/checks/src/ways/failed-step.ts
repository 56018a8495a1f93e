/** The steps of a way, in their order: which of them failed. */
export const failedSteps = [
  'name unknown',
  'no connection',
  'proxy unreached',
  'proxy refused',
  'untrusted',
  'wrong name',
  'TLS failed',
  'no answer',
] as const;
export type FailedStep = (typeof failedSteps)[number];

/** Where a way ended, and what was said there. */
export interface Failed {
  readonly step: FailedStep;
  readonly said: string;
  /** What the proxy answered to being asked for a tunnel. */
  readonly status?: number;
}

/** What an error of Node, of `pg` or of the Kubernetes client says of the step that failed; `proxied`: it went by a proxy, and to nobody else. */
export function failedStep(error: unknown, proxied: boolean): Failed {
  const all = chainOf(error);
  const said = all
    .map(({ message }) => message.split('\n')[0] ?? '')
    .find((message) => message !== '' && !/^fetch failed|^Request was cancel/.test(message));
  const code = all.map((each) => each.code).find((each) => each !== '') ?? '';
  const failed = (step: FailedStep): Failed => ({ step, said: sentence(said ?? code, code) });
  const status = all.flatMap(({ message }) => tunnelAnswer.exec(message)?.slice(1).find(Boolean) ?? []).map(Number)[0];
  if (status !== undefined) return { ...failed('proxy refused'), status };
  if (all.some(({ name, message }) => name === 'TimeoutError' || isLate.test(message)) || lateCodes.has(code)) return failed('no answer');
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return failed(proxied ? 'proxy unreached' : 'name unknown');
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return failed('wrong name');
  if (/^(?:UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_UNTRUSTED|INVALID_CA|CERT_CHAIN_TOO_LONG)/.test(code)) return failed('untrusted');
  if (/^(?:CERT_|ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO)/.test(code) || /SSL|TLS/.test(said ?? '')) return failed('TLS failed');
  return failed(proxied && toNobody.has(code) ? 'proxy unreached' : 'no connection');
}

/** What Chromium's name of an error says of the step that failed. */
export function failedStepOfBrowser(message: string): Failed {
  const [, name = ''] = /net::(ERR_\w+)/.exec(message) ?? [];
  const step = ((): FailedStep => {
    switch (name) {
      case 'ERR_NAME_NOT_RESOLVED':
      case 'ERR_NAME_RESOLUTION_FAILED':
        return 'name unknown';
      case 'ERR_CERT_AUTHORITY_INVALID':
        return 'untrusted';
      case 'ERR_CERT_COMMON_NAME_INVALID':
        return 'wrong name';
      case 'ERR_TUNNEL_CONNECTION_FAILED':
      case 'ERR_PROXY_AUTH_REQUESTED':
      case 'ERR_PROXY_AUTH_UNSUPPORTED':
        return 'proxy refused';
      case '':
      case 'ERR_TIMED_OUT':
      case 'ERR_CONNECTION_TIMED_OUT':
        return 'no answer';
      default:
    }
    if (/^ERR_(?:CERT|SSL|TLS|BAD_SSL)_/.test(name)) return 'TLS failed';
    return /PROXY|SOCKS/.test(name) ? 'proxy unreached' : 'no connection';
  })();
  return { step, said: name === '' ? 'it gave no answer in time' : name };
}

const tunnelAnswer = /Proxy response \((\d{3})\)|^Bad response: (\d{3})|tunnel to .*: HTTP\/1\.\d (\d{3})/;
const isLate = /^(?:Proxy timeout|timeout expired|Query read timeout)/;
const lateCodes: ReadonlySet<string> = new Set([
  'TIMEOUT',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'ERR_PROXY_TUNNEL_TIMEOUT',
]);
const toNobody: ReadonlySet<string> = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);

interface Link {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

/** An error and what it comes of: `fetch` says only that it failed, and the addresses of one name fail each for itself. */
function chainOf(error: unknown): readonly Link[] {
  const chain: Link[] = [];
  let next: unknown = error;
  while (next instanceof Error && chain.length < 8) {
    const code = 'code' in next && typeof next.code === 'string' ? next.code : '';
    chain.push({ name: next.name, code, message: next.message });
    next = next instanceof AggregateError && next.errors.length > 0 ? next.errors[0] : next.cause;
  }
  return chain.length > 0 ? chain : [{ name: '', code: '', message: String(error) }];
}

/** OpenSSL's and Node's words, without the advice and the places in source files that come with them. */
function sentence(message: string, code: string): string {
  const plain = (message.split('; if the root CA')[0] ?? message).replace(/^[\dA-F]+:error:[\dA-F]+:/, '').replace(/:[^:]*\.c:\d+:?$/, '');
  const short = plain.replace(/\.+$/, '').slice(0, 300);
  return code === '' || short.includes(code) ? short : `${short} (${code})`;
}
