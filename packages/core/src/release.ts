import { z } from 'zod';
import { Waiver } from './waiver.ts';
import { Confirmation } from './confirmation.ts';
import { GitHubLogin } from './github-login.ts';
import { ExpectedChange } from './announce/expected-change.ts';

/** What is to be shipped. */
export const Release = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
  title: z.string(),
  description: z.string(),
  /** The environments this release goes to, in this order. */
  environments: z.array(z.string()).min(1),
  /** A closed release is history: it is no longer chosen by itself. */
  status: z.enum(['open', 'closed']).default('open'),
  keycloak: z.strictObject({ from: z.string(), to: z.string() }),
  /** The container image that the workload must run, where it is known. */
  image: z.string().optional(),
  /** Further digests of that image: those of its platforms, where the nodes report them instead of the digest in `image`. */
  imageDigests: z.array(z.string().regex(/^sha256:[0-9a-f]{64}$/)).default([]),
  /** The commit that the Deploy action deploys: in full, or at least its first seven digits. */
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/i, 'a commit is 7 to 64 hexadecimal digits')
    .optional(),
  /** False for a release that changes configuration only: no pod is expected to restart. */
  deploys: z.boolean().default(true),
  /** The changes that this release announces, of realms and of how the server is deployed: each must have happened, and nothing else. */
  expectedChanges: z.array(ExpectedChange).default([]),
  rollback: z.strictObject({ plan: z.enum(['A', 'B']), reason: z.string() }),
  impact: z.string(),
  parties: z.array(z.string()).default([]),
  /** When the release is planned: ISO 8601 with an offset. */
  window: z.strictObject({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) }).optional(),
  /** For how long after the window the release is watched, in hours: the stand-by covers this time, too. */
  soakHours: z.number().min(0).default(0),
  author: z.string().trim().min(1, 'it does not say who makes the change').optional(),
  /** The author's login at GitHub, where the board approves there: by it the author is told from who approved. */
  authorLogin: GitHubLogin.optional(),
  confirmations: z.array(Confirmation).default([]),
  waivers: z.array(Waiver).default([]),
});
export type Release = z.infer<typeof Release>;
export type ReleaseDefinition = z.input<typeof Release>;

/** A release, for `scenarios/releases/`. */
export const defineRelease = (release: ReleaseDefinition): ReleaseDefinition => release;
