/** A line of SQL that has ended. */
export interface SqlLine {
  /** Without the end of the line; a line that is longer than `LONGEST_LINE` is cut there. */
  readonly text: string;
  /** A statement begins with it: no statement, string or comment was open before it. */
  readonly begins: boolean;
  /** What stands behind a backslash that is in no string or comment, to the line's end: a command to psql itself. */
  readonly command?: string;
}

/** Bytes. PostgreSQL's longest names in its widest table fit in. */
const LONGEST_LINE = 256 * 1024;

const byte = {
  newline: 0x0a,
  return: 0x0d,
  tab: 0x09,
  blank: 0x20,
  quote: 0x27,
  doubleQuote: 0x22,
  dollar: 0x24,
  minus: 0x2d,
  slash: 0x2f,
  star: 0x2a,
  semicolon: 0x3b,
  backslash: 0x5c,
} as const;

type Inside = 'code' | 'string' | 'escaped string' | 'name' | 'comment' | 'block comment' | 'dollar string' | 'dollar tag';

/**
 * Reads SQL as psql does, as far as it takes to know where statements, strings and comments begin and end: byte by byte, however it is
 * cut into chunks, in constant memory (strings need not end within a line, nor lines within a megabyte).
 */
export class SqlScanner {
  #inside: Inside = 'code';
  /** Nothing of a statement has been seen since the last one ended. */
  #between = true;
  #previous = 0;
  #beforePrevious = 0;
  /** As what a string that ended just now goes on, where its quote was the first of two. */
  #lastString: 'string' | 'escaped string' = 'string';
  /** Of block comments, which may stand in each other. */
  #depth = 0;
  /** `$tag$`, and how much of its end has been seen. */
  #tag = '';
  #seen = 0;
  #line: Buffer = Buffer.alloc(0);
  #column = 0;
  #lineBegins = true;
  /** The column of a backslash outside strings and comments. */
  #commandAt = -1;

  /** No statement, string or comment is open. */
  get isBetween(): boolean {
    return this.#inside === 'code' && this.#between;
  }

  /** Takes bytes from `from` up to the end of a line, or all; returns the place behind them, and the line where it has ended. */
  scan(chunk: Buffer, from: number): { readonly next: number; readonly line?: SqlLine } {
    const newline = chunk.indexOf(byte.newline, from);
    const end = newline === -1 ? chunk.length : newline;
    for (let at = this.#skip(chunk, from, end); at < end; at = this.#skip(chunk, at + 1, end)) {
      this.#take(chunk[at] ?? 0, this.#column + at - from);
    }
    this.#column += end - from;
    const room = LONGEST_LINE - this.#line.length;
    if (room > 0 && end > from) this.#line = Buffer.concat([this.#line, chunk.subarray(from, Math.min(end, from + room))]);
    if (newline === -1) return { next: chunk.length };
    const line: SqlLine = {
      text: this.#line.toString('utf8').replace(/\r$/, ''),
      begins: this.#lineBegins,
      ...(this.#commandAt === -1
        ? {}
        : {
            command: this.#line
              .subarray(this.#commandAt + 1)
              .toString('utf8')
              .trim(),
          }),
    };
    this.#commandAt = -1;
    this.#take(byte.newline, this.#column);
    this.#line = Buffer.alloc(0);
    this.#column = 0;
    this.#lineBegins = this.isBetween;
    return { next: newline + 1, line };
  }

  /** Goes ahead to where something can change: what is long is not looked at byte by byte. */
  #skip(chunk: Buffer, at: number, end: number): number {
    if (this.#inside === 'comment' || this.#commandAt !== -1) return end;
    if (this.#inside !== 'string') return at;
    const quote = chunk.indexOf(byte.quote, at);
    return quote === -1 ? end : Math.min(quote, end);
  }

  #take(value: number, place: number): void {
    const [previous, before] = [this.#previous, this.#beforePrevious];
    this.#beforePrevious = previous;
    this.#previous = value;
    switch (this.#inside) {
      case 'code':
        this.#takeCode(value, previous, before, place);
        return;
      case 'string':
        if (value === byte.quote) this.#endString('string');
        return;
      case 'escaped string':
        // A backslash takes the next byte with it, be it another backslash.
        if (previous === byte.backslash) this.#previous = 0;
        else if (value === byte.quote) this.#endString('escaped string');
        return;
      case 'name':
        if (value === byte.doubleQuote) this.#inside = 'code';
        return;
      case 'comment':
        if (value === byte.newline) this.#inside = 'code';
        return;
      case 'block comment':
        this.#takeBlockComment(value, previous);
        return;
      case 'dollar tag':
        this.#takeDollarTag(value, place);
        return;
      case 'dollar string':
        this.#takeDollarString(value);
    }
  }

  #endString(kind: 'string' | 'escaped string'): void {
    this.#inside = 'code';
    this.#lastString = kind;
  }

  #takeCode(value: number, previous: number, before: number, place: number): void {
    switch (value) {
      case byte.newline:
      case byte.return:
      case byte.tab:
      case byte.blank:
        return;
      case byte.semicolon:
        this.#between = true;
        return;
      case byte.backslash:
        this.#commandAt = place;
        return;
      case byte.minus:
        // Only the second one tells.
        if (previous === byte.minus) this.#inside = 'comment';
        return;
      case byte.star:
        if (previous === byte.slash) {
          this.#inside = 'block comment';
          this.#depth = 1;
          this.#previous = 0;
        }
        return;
      case byte.slash:
        return;
      case byte.quote:
        this.#between = false;
        if (previous === byte.quote) this.#inside = this.#lastString;
        else this.#inside = isE(previous) && !isWord(before) ? 'escaped string' : 'string';
        this.#previous = 0;
        return;
      case byte.doubleQuote:
        this.#between = false;
        this.#inside = 'name';
        return;
      case byte.dollar:
        this.#between = false;
        // Within a name, or behind a digit, it begins nothing.
        if (!isWord(previous)) {
          this.#inside = 'dollar tag';
          this.#tag = '$';
        }
        return;
      default:
        this.#between = false;
    }
  }

  #takeBlockComment(value: number, previous: number): void {
    if (previous === byte.slash && value === byte.star) this.#depth += 1;
    else if (previous === byte.star && value === byte.slash) this.#depth -= 1;
    else return;
    this.#previous = 0;
    if (this.#depth === 0) this.#inside = 'code';
  }

  #takeDollarTag(value: number, place: number): void {
    if (value === byte.dollar) {
      this.#inside = 'dollar string';
      this.#tag += '$';
      this.#seen = 0;
    } else if (isWord(value) && this.#tag.length < 64) {
      this.#tag += String.fromCharCode(value);
    } else {
      // It was no tag: a parameter such as $1.
      this.#inside = 'code';
      this.#takeCode(value, byte.dollar, 0, place);
    }
  }

  #takeDollarString(value: number): void {
    if (value === this.#tag.charCodeAt(this.#seen)) this.#seen += 1;
    else this.#seen = value === byte.dollar ? 1 : 0;
    if (this.#seen === this.#tag.length) this.#inside = 'code';
  }
}

const isE = (value: number): boolean => value === 0x45 || value === 0x65;

/** Letters, digits, `_`, `$` and all beyond ASCII: what names are made of. */
const isWord = (value: number): boolean =>
  (value >= 0x30 && value <= 0x39) ||
  (value >= 0x41 && value <= 0x5a) ||
  (value >= 0x61 && value <= 0x7a) ||
  value === 0x5f ||
  value === byte.dollar ||
  value >= 0x80;
