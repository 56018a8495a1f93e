import type { Confirmation, Release } from '@keycloak-release-gate/core';

type Type = Confirmation['type'];

const DAY = 24;
/** For how many hours each kind is believed, where nothing else is said. */
const hoursOf: Readonly<Record<Type, number>> = {
  'parties contacted': 30 * DAY,
  'logs reviewed': 14 * DAY,
  'board approval': 14 * DAY,
  'stand-by engineer': 12,
  'on the call': 4,
  'application login': DAY,
  'tested inverse': 30 * DAY,
};

/** These are about the planned time: where the release has a window that is not over, they hold until an hour after it and its soak. */
const untilWindow: ReadonlySet<Type> = new Set(['board approval', 'stand-by engineer']);

const HOUR = 3_600_000;

/** When a confirmation that is given and valid from then on ends, where nothing else is said. Times are ISO 8601. Pure. */
export function defaultExpiry(type: Type, from: string, { window, soakHours }: Pick<Release, 'window' | 'soakHours'>): string {
  const end = window && untilWindow.has(type) ? Date.parse(window.to) + (soakHours + 1) * HOUR : Number.NaN;
  return new Date(end > Date.parse(from) ? end : Date.parse(from) + hoursOf[type] * HOUR).toISOString();
}

const units = { m: 60_000, h: HOUR, d: DAY * HOUR } as const;

/** The milliseconds of `90m`, `8h` or `3d`; undefined for anything else, and for none at all. */
export function millisecondsOf(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^(\d{1,4})([mhd])$/.exec(text.trim()) ?? [];
  const milliseconds = Number(digits) * (unit === 'm' || unit === 'h' || unit === 'd' ? units[unit] : 0);
  return milliseconds > 0 ? milliseconds : undefined;
}
