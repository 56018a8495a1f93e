/**
 * The moment at which the clocks of a time zone show a wall time (`2026-11-23T21:02:09`), in milliseconds since 1970. Where
 * they show it twice, the earlier one; where they skip it, the moment an hour later.
 */
export function instantOf(wallTime: string, timeZone: string): number {
  const asUtc = Date.parse(`${wallTime}Z`);
  const offsets = [asUtc - 86_400_000, asUtc + 86_400_000].map((around) => offsetAt(around, timeZone));
  const candidates = offsets.map((offset) => asUtc - offset).filter((instant) => instant + offsetAt(instant, timeZone) === asUtc);
  return candidates.length > 0 ? Math.min(...candidates) : asUtc - Math.min(...offsets);
}

/** Milliseconds by which the zone is ahead of UTC at that moment. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((each) => each.type === type)?.value);
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(instant / 1000) * 1000;
}
