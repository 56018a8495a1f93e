/** What is no frame of zstd stands where one should begin. */
class NoFrameError extends Error {
  readonly code = 'ZSTD_error_prefix_unknown';
}

const magic = 0xfd2fb528;
const isSkippable = (word: number): boolean => (word & 0xfffffff0) >>> 0 === 0x184d2a50;
/** Bytes of the header beyond the magic number, by the fields of its descriptor (RFC 8878, 3.1.1.1). */
const dictionaryBytes = [0, 1, 2, 4] as const;
const contentSizeBytes = [0, 2, 4, 8] as const;

/**
 * Cuts a stream at the ends of its zstd frames (RFC 8878), and leaves out those that are to be skipped. Each frame must be read to its end
 * before the next one is asked for; the last one is shorter where the stream ends early.
 */
export async function* zstdFrames(source: AsyncIterable<Buffer>): AsyncGenerator<AsyncIterable<Buffer>> {
  const input = new Input(source);
  for (;;) {
    const begin = await input.peek(4);
    if (begin.length === 0) return;
    if (begin.length === 4 && isSkippable(begin.readUInt32LE())) {
      const header = await input.peek(8);
      let left = header.length < 8 ? header.length : 8 + header.readUInt32LE(4);
      while (left > 0) {
        const piece = await input.take(left);
        if (piece.length === 0) break;
        left -= piece.length;
      }
    } else if (begin.length === 4 && begin.readUInt32LE() !== magic) {
      throw new NoFrameError('after a frame stands what is none');
    } else {
      yield frame(input);
    }
  }
}

/** The bytes of the frame that begins here. */
async function* frame(input: Input): AsyncGenerator<Buffer> {
  const descriptor = (await input.peek(5))[4] ?? 0;
  const single = (descriptor & 0x20) !== 0;
  const sizes = (contentSizeBytes[descriptor >> 6] ?? 0) || (single ? 1 : 0);
  yield* input.pieces(5 + (single ? 0 : 1) + (dictionaryBytes[descriptor & 3] ?? 0) + sizes);
  for (;;) {
    const head = await input.peek(3);
    if (head.length < 3) {
      yield* input.pieces(head.length);
      return;
    }
    const block = head.readUIntLE(0, 3);
    const [isLast, type, size] = [(block & 1) === 1, (block >> 1) & 3, block >> 3];
    // A block of one repeated byte holds that byte alone.
    yield* input.pieces(3 + (type === 1 ? 1 : size));
    if (isLast) break;
  }
  if ((descriptor & 4) !== 0) yield* input.pieces(4);
}

/** The bytes of a stream in pieces of the wanted size. */
class Input {
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next bytes, which stay; fewer only where the stream ends. */
  async peek(bytes: number): Promise<Buffer> {
    while (this.#held.length < bytes) {
      const read = await this.#source.next();
      if (read.done === true) break;
      this.#held = this.#held.length === 0 ? read.value : Buffer.concat([this.#held, read.value]);
    }
    return this.#held.subarray(0, bytes);
  }

  /** At most so many of the next bytes; none where the stream has ended. */
  async take(most: number): Promise<Buffer> {
    await this.peek(1);
    const piece = this.#held.subarray(0, most);
    this.#held = this.#held.subarray(piece.length);
    return piece;
  }

  async *pieces(bytes: number): AsyncGenerator<Buffer> {
    for (let left = bytes; left > 0;) {
      const piece = await this.take(left);
      if (piece.length === 0) return;
      left -= piece.length;
      yield piece;
    }
  }
}
