import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

/** What a server said. */
export interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly cookies: readonly string[];
  readonly text: string;
}

export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is. */
  readonly body?: string;
  /** Milliseconds; 60,000 by default. */
  readonly within?: number;
}

/** Bytes. A page or a realm's export is smaller; what is more is not read. */
const LARGEST = 33_554_432;

/** Asks a server behind a Unix socket. Rejects where it cannot be reached or does not answer in time. */
export async function ask(socket: string, path: string, question: Question, signal: AbortSignal): Promise<Answer> {
  const { method = 'GET', headers = {}, body, within = 60_000 } = question;
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        socketPath: socket,
        path,
        method,
        // As a proxy would pass it on that ends TLS: a realm may refuse anything else. Nothing of a keep-alive is of use here.
        headers: {
          host: 'localhost',
          'x-forwarded-proto': 'https',
          'x-forwarded-host': 'localhost',
          'x-forwarded-for': '127.0.0.1',
          connection: 'close',
          ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
          ...headers,
        },
        signal: AbortSignal.any([signal, AbortSignal.timeout(within)]),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > LARGEST) asked.destroy(new Error(`The answer is larger than ${LARGEST} bytes.`));
          else chunks.push(chunk);
        });
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            location: response.headers.location,
            cookies: cookiesOf(response.headers),
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

const cookiesOf = (headers: IncomingHttpHeaders): readonly string[] => headers['set-cookie'] ?? [];
