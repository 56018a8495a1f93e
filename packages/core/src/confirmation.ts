import { z } from 'zod';

/** What only a person can say. It is believed for one release, from one time to another. */
export const Confirmation = z.strictObject({
  type: z.enum([
    'stand-by engineer',
    'parties contacted',
    'logs reviewed',
    'board approval',
    'on the call',
    'application login',
    'tested inverse',
  ]),
  release: z.string().min(1),
  person: z.string().min(1),
  role: z.string().min(1),
  statement: z.string().min(1),
  confirmedAt: z.iso.datetime({ offset: true }),
  validFrom: z.iso.datetime({ offset: true }),
  expiresAt: z.iso.datetime({ offset: true }),
  /** Where it holds, if not wherever the release goes: the id of an environment. */
  environment: z.string().optional(),
  /** For a confirmation that rests on one backup: the SHA-256 of its file. */
  backup: z.string().optional(),
  /** For an application that only a person may log in to: its id. */
  application: z.string().optional(),
});
export type Confirmation = z.infer<typeof Confirmation>;
