import { z } from 'zod';
import { Gap } from './finding.ts';

/** The deploy that is judged, as it is known before anything is looked at. */
export const Deploy = z.object({
  /** When it began, ISO 8601; left out where nothing but the workload itself tells. */
  at: z.iso.datetime({ offset: true }).optional(),
  /** Where that is known from, in words. */
  source: z.string(),
  /** The commit that it deployed. */
  commit: z.string().optional(),
  /** Who set it off. */
  actor: z.string().optional(),
  /** The page of the Deploy action's run. */
  url: z.string().optional(),
  /** How the Deploy action's run ended (`failure`, `cancelled`…), where it ended and did not succeed. */
  failed: z.string().optional(),
  /** Why the Deploy action's run could not be read, where it was asked for. */
  unread: Gap.optional(),
});
export type Deploy = z.infer<typeof Deploy>;
