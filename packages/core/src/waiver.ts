import { z } from 'zod';
import type { Finding, Gap } from './finding.ts';

/** A known finding or gap, accepted by an owner until a date. It never covers a whole check. */
export const Waiver = z.strictObject({
  code: z.string().min(1),
  /** The finding's subject, exactly. */
  subject: z.string().min(1),
  owner: z.string().min(1),
  reason: z.string().min(1),
  ticket: z.string().optional(),
  /** ISO 8601 with an offset: `2026-12-31T23:59:00+01:00`. */
  expires: z.iso.datetime({
    offset: true,
    message: 'an ISO 8601 time with an offset, such as 2026-12-31T23:59:00+01:00',
  }),
});
export type Waiver = z.infer<typeof Waiver>;

/** The waiver that covers a finding or gap at the given time, if any. An expired one covers nothing. */
export function waiverFor(item: Pick<Finding | Gap, 'code' | 'subject'>, waivers: readonly Waiver[], at: string): Waiver | undefined {
  if (neverWaived.has(item.code)) return undefined;
  return waivers.find((waiver) => waiver.code === item.code && waiver.subject === item.subject && !isExpired(waiver, at));
}

/** Not to know what a check would have said cannot be accepted in advance. */
const neverWaived: ReadonlySet<string> = new Set(['gap/JUDGE_CRASHED', 'gap/NOT_SETTLED']);

/** True from the moment of expiry on. */
export function isExpired(waiver: Waiver, at: string): boolean {
  return Date.parse(waiver.expires) <= Date.parse(at);
}
