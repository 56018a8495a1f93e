/** Which of two texts comes first, by code unit, so that the order is the same on every machine: below 0, 0 or above 0. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
