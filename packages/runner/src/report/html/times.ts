/** Times as they are told in the environment's own time zone. */
export interface Times {
  /** `Monday 23 November 2026, 20:31`. */
  readonly day: (iso: string) => string;
  /** `23 Nov 2026, 20:31:04`. */
  readonly moment: (iso: string) => string;
  /** `20:31:04`. */
  readonly clock: (iso: string) => string;
  /** `23 Nov 2026, 20:00–22:00`. */
  readonly range: (from: string, to: string) => string;
  readonly zone: string;
}

/** Formats for an IANA time zone; UTC where the name is not known here. */
export function times(timeZone: string): Times {
  const zone = knownZone(timeZone);
  const formatter = (options: Intl.DateTimeFormatOptions): ((iso: string) => string) => {
    const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour12: false, ...options });
    return (iso) => (Number.isNaN(Date.parse(iso)) ? iso : format.format(new Date(iso)));
  };
  return {
    day: formatter({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
    moment: formatter({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    clock: formatter({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    range: (from, to) =>
      new Intl.DateTimeFormat('en-GB', {
        timeZone: zone,
        hour12: false,
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
      }).formatRange(new Date(from), new Date(to)),
    zone,
  };
}

function knownZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return 'UTC';
    throw error;
  }
}
