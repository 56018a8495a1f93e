/** The day of the week of a moment (ISO 8601) in an IANA time zone: `Monday`. */
export const weekdayOf = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone }).format(new Date(at));
