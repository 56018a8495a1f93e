import { randomBytes } from 'node:crypto';

/** 144 random bits in letters, digits, `-` and `_`. */
export const randomSecret = (): string => randomBytes(18).toString('base64url');
