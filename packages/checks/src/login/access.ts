import type { Access } from './journey.ts';

/** Two answers that nobody could tell apart. */
export const sameAccess = (a: Access, b: Access): boolean =>
  a.status === b.status && a.inApplication === b.inApplication && a.path === b.path && a.shape === b.shape;

/** An answer in words. */
export const accessInWords = ({ status, inApplication, path }: Access): string =>
  `${status} at ${path}${inApplication ? '' : ', leaving the application'}`;

/** An answer that lets nobody in: that of a stranger, one that leads away, or a plain no. */
export const isClosed = (now: Access, stranger: Access): boolean =>
  sameAccess(now, stranger) || !now.inApplication || [401, 403].includes(now.status);
