import { z } from 'zod';
import { ClusterView } from './cluster-view.ts';

const time = z.string().optional();

const Message = z.object({
  fingerprint: z.string(),
  level: z.enum(['WARN', 'ERROR']),
  logger: z.string(),
  code: z.string().optional(),
  template: z.string(),
  /** The exception at the root, if there is one. */
  exception: z.string().optional(),
  count: z.number(),
  first: time,
  last: time,
  /** The first occurrence, cut. */
  excerpt: z.string(),
});
export type Message = z.infer<typeof Message>;

const UserEvents = z.object({ type: z.string(), error: z.string(), client: z.string(), count: z.number(), first: time, last: time });
export type UserEvents = z.infer<typeof UserEvents>;

/** What a container's log tells, reduced while it streams: bounded, however long the log is. */
export const LogSummary = z.object({
  lines: z.number(),
  records: z.number(),
  /** Lines that look like records and are of no format that is known here, or that come before any that is. */
  strange: z.number().default(0),
  first: time,
  last: time,
  banner: z.object({ version: z.string(), seconds: z.number(), at: time }).optional(),
  bootstrap: z.object({ seconds: z.number(), at: time }).optional(),
  profile: z.string().optional(),
  developmentMode: z.boolean(),
  stopped: z.boolean(),
  /** The view with the highest number, and how many views were logged. */
  view: ClusterView.optional(),
  views: z.number(),
  /** The views in the order of the log: the first ones and the last ones. */
  viewHistory: z.array(ClusterView).default([]),
  /** How many of the views brought clusters together that had been apart. */
  merges: z.number().default(0),
  /** How often a member that had left was there again. A process that starts anew has a new name, so it is the network. */
  returns: z.number().default(0),
  /** How often the node found nobody and founded a cluster of its own. */
  founded: z.number().default(0),
  /** What was done to the database's schema and to the realms, in order. */
  migration: z.array(z.object({ text: z.string(), at: time })),
  /** What Keycloak says when it gives up starting, line by line. */
  startFailure: z.array(z.string()),
  /** Errors and warnings, by fingerprint. */
  messages: z.array(Message),
  /** How many errors and warnings are of further fingerprints, for which there was no room. */
  messagesLeftOut: z.number(),
  /** Failed logins and the like, as Keycloak's own event log tells them; the noise of users. */
  userEvents: z.array(UserEvents),
  userEventsLeftOut: z.number(),
  /** Records that the server could not write into its log, as it says itself. */
  lostRecords: z.number().default(0),
});
export type LogSummary = z.infer<typeof LogSummary>;
