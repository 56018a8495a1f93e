const text = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:[,.](\d{1,9}))?(?: ?(Z|[+-]\d\d:?\d\d))?(?= )/;
// Both of Keycloak's JSON formats begin with it.
const json = /^.{0,40}?"@?timestamp"\s*:\s*"([^"]{1,40})"/;

/**
 * When a record of Keycloak's log says that it was written, as the kubelet would stamp it (UTC, nine digits); undefined for a
 * line that tells no time. Keycloak's text has no zone, and its containers run in UTC.
 */
export function timeOfRecord(raw: string): string | undefined {
  if (raw.startsWith('{')) return stampOf(json.exec(raw.slice(0, 120))?.[1] ?? '');
  const [, day, clock, fraction = '', zone = 'Z'] = text.exec(raw.slice(0, 60)) ?? [];
  return day === undefined || clock === undefined ? undefined : stampOf(`${day}T${clock}.${fraction === '' ? '0' : fraction}${zone}`);
}

/** ISO 8601 as the kubelet's stamp; undefined for anything else. */
export function stampOf(time: string): string | undefined {
  const milliseconds = Date.parse(time);
  return Number.isNaN(milliseconds) ? undefined : `${new Date(milliseconds).toISOString().slice(0, -1)}000000Z`;
}
