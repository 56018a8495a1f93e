import { createHash } from 'node:crypto';

/** Anything that survives `JSON.stringify` unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/**
 * The one byte sequence of a JSON value: keys sorted by code unit, no white space, members that are `undefined` left out
 * (after RFC 8785, whose number format is also JavaScript's). Throws a TypeError for what JSON cannot carry.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '$');
}

/** SHA-256 of the bytes (a string is taken as UTF-8), in lower-case hexadecimal. */
export function contentHash(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function write(value: unknown, path: string): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${path} is ${value}, which JSON cannot carry`);
      return JSON.stringify(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? writeArray(value, path) : writeObject(value, path);
    default:
      throw new TypeError(`${path} is a ${typeof value}, which JSON cannot carry`);
  }
}

function writeArray(items: readonly unknown[], path: string): string {
  return `[${items.map((item, index) => write(item, `${path}[${index}]`)).join(',')}]`;
}

function writeObject(value: object, path: string): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`${path} is an instance of a class, not plain data`);
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${write(member, `${path}.${key}`)}`);
  return `{${members.join(',')}}`;
}
