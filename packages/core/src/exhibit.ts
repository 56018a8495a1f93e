import { z } from 'zod';

/** What it is about, for reports that have a place of their own for it. */
const topic = z.enum(['impact', 'rollback']).optional();

const tone = z.enum(['neutral', 'good', 'warn', 'bad']);

/**
 * What a check shows beside its findings. A closed union: reporters know these shapes and no check id.
 * All text in it is untrusted and is escaped by whoever renders it.
 */
export const Exhibit = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('table'),
    topic,
    title: z.string(),
    /** What the columns do not say by themselves. */
    note: z.string().optional(),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())),
  }),
  /** A page about one thing, as `kubectl describe` shows it. What is wrong is marked where it stands. */
  z.object({
    kind: z.literal('sheet'),
    topic,
    title: z.string(),
    sections: z.array(
      z.object({
        title: z.string(),
        entries: z.array(
          z.object({
            label: z.string(),
            value: z.string(),
            mark: z.object({ tone, text: z.string() }).optional(),
          }),
        ),
      }),
    ),
  }),
  z.object({ kind: z.literal('text'), title: z.string(), text: z.string() }),
  z.object({
    kind: z.literal('diff'),
    title: z.string(),
    entries: z.array(
      z.object({
        path: z.string(),
        before: z.string().optional(),
        after: z.string().optional(),
        note: z.string().optional(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('timeline'),
    topic,
    title: z.string(),
    /** `at` is an ISO 8601 time, and `until` the end of what went on for a while; events of one lane stand in one row. */
    events: z.array(
      z.object({
        at: z.string(),
        until: z.string().optional(),
        label: z.string(),
        lane: z.string().optional(),
        tone: tone.optional(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('image'),
    title: z.string(),
    sha256: z.string(),
    mediaType: z.enum(['image/png', 'image/jpeg']),
  }),
  /** Pictures of one course of events, in their order. */
  z.object({
    kind: z.literal('strip'),
    title: z.string(),
    frames: z.array(
      z.object({
        title: z.string(),
        /** When it was, in words of its own: `1.2 s`. */
        at: z.string(),
        sha256: z.string(),
        mediaType: z.enum(['image/png', 'image/jpeg']),
        tone: tone.optional(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('graph'),
    topic,
    title: z.string(),
    nodes: z.array(z.object({ id: z.string(), label: z.string(), tone: tone.optional() })),
    edges: z.array(z.object({ from: z.string(), to: z.string(), label: z.string().optional() })),
  }),
]);
export type Exhibit = z.infer<typeof Exhibit>;
