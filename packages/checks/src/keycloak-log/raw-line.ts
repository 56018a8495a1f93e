/**
 * Lines travel as their bytes, one character each, until it is known that they are kept: most are not, and need no decoding then.
 */
export const rawOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** The text of a raw line. It holds on to nothing of the block of bytes that the line was cut from. */
export const textOf = (raw: string): string => Buffer.from(raw, 'latin1').toString('utf8');
