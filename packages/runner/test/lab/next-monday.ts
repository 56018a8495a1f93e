/** The next Monday, at this hour in UTC: when a release is usually planned. */
export function nextMonday(hour: number): string {
  const day = new Date();
  day.setUTCDate(day.getUTCDate() + ((8 - day.getUTCDay()) % 7 || 7));
  day.setUTCHours(hour, 0, 0, 0);
  return day.toISOString();
}
