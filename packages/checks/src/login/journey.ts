import { z } from 'zod';
import { codes } from './codes.ts';
import type { LoginCode } from './codes.ts';

const loginCode = z.custom<LoginCode>((code) => typeof code === 'string' && Object.hasOwn(codes, code), 'a code of the login domain');

/** The parts of a journey, in their order. */
export const Stage = z.enum(['prepare', 'login', 'witness', 'logout', 'proof']);
export type Stage = z.infer<typeof Stage>;

/** One page that the browser came to, or one thing that was done on it. Addresses come without their query. */
export const Step = z.object({
  stage: Stage,
  /** Milliseconds since the attempt began. */
  at: z.number().int(),
  page: z.string(),
  host: z.string(),
  path: z.string(),
  status: z.number().int().optional(),
  did: z.string().optional(),
});
export type Step = z.infer<typeof Step>;

/** Why an attempt ended early. `code` is what the pages tell; the events of the realm may tell more. */
export const Failure = z.object({
  stage: Stage,
  code: loginCode,
  host: z.string().optional(),
  path: z.string().optional(),
  status: z.number().int().optional(),
  /** `data-page-id` of a Keycloak page. */
  pageId: z.string().optional(),
  /** What stands on the page as an error, or a cause code: for people, never judged. */
  detail: z.string().optional(),
  /** The title of a page at Keycloak's own address that the gate does not know: for people, never judged. */
  title: z.string().optional(),
  /** Of a request that Keycloak refused: the address to come back to, without query and fragment, and the client. */
  asked: z.object({ returnTo: z.string(), clientId: z.string().optional() }).optional(),
  /** The certificate that the browser does not trust, where it could be read: the first of its names, and the end of its validity (ISO 8601). */
  certificate: z.object({ names: z.array(z.string()), validTo: z.string() }).optional(),
});
export type Failure = z.infer<typeof Failure>;

/** What an address answers to a set of cookies: enough to tell two answers apart, nothing of what they say. */
export const Access = z.object({
  status: z.number().int(),
  /** False when it led away from the application. */
  inApplication: z.boolean(),
  path: z.string(),
  /** A hash of the page's elements, without texts and attributes. */
  shape: z.string(),
});
export type Access = z.infer<typeof Access>;

/** What was seen of the session after the logout. What could not be looked at is absent. */
export const Proofs = z.object({
  /** A silent login of the gate's witness with the cookies from before the logout, and with those that the browser then had. */
  silentLogin: z
    .object({ oldCookies: z.enum(['refused', 'allowed', 'unclear']), browser: z.enum(['refused', 'allowed', 'unclear']) })
    .optional(),
  /** The session in the list of the user's sessions, and the milliseconds until it was gone. */
  sessionList: z.object({ session: z.enum(['gone', 'alive']), milliseconds: z.number().int() }).optional(),
  /** The refresh token of the gate's witness. */
  refresh: z.enum(['refused', 'allowed', 'unclear']).optional(),
  /** The protected path: without cookies, with the application's cookies before the logout, and with the same ones after it. */
  replay: z.object({ stranger: Access, before: Access, after: Access }).optional(),
  /** The applications that had to be logged out of with it. Without `access` they were not logged in to, for the reason that is told. */
  peers: z
    .array(
      z.object({
        application: z.string(),
        why: z.string().optional(),
        access: z.object({ stranger: Access, before: Access, after: Access.optional() }).optional(),
        /** Until it no longer let in, or until it was no longer looked at. */
        milliseconds: z.number().int().optional(),
      }),
    )
    .optional(),
  /** The `loggedIn` selector is visible where the logout landed. */
  stillLoggedIn: z.boolean().optional(),
});
export type Proofs = z.infer<typeof Proofs>;

/** An error that the realm recorded during the attempt, with no person in it. */
export const RealmEvent = z.object({ type: z.string(), error: z.string(), clientId: z.string().optional() });
export type RealmEvent = z.infer<typeof RealmEvent>;

export const Attempt = z.object({
  steps: z.array(Step),
  failure: Failure.optional(),
  /** Absent when the realm's events may not be read. */
  events: z.array(RealmEvent).optional(),
  /**
   * A refusal of what was typed would stand in `events`: the user is known, no other provider was asked, the realm keeps errors, and
   * none of the user's was left out. That there is none then tells something.
   */
  refusalsSeen: z.boolean().optional(),
  /** What became of what was typed: the password, and the one-time code after it. Absent in older records, and then it may have been typed. */
  password: z.enum(['not typed', 'typed', 'accepted']).optional(),
  /** Whether brute-force protection was looked at before the password was typed. */
  bruteForce: z.object({ failures: z.number().int(), disabled: z.boolean() }).optional(),
  logout: z
    .object({
      /** Where it landed; `host` with its port. */
      origin: z.string(),
      path: z.string(),
      /** Of the document there; absent in older records. */
      status: z.number().int().optional(),
      confirmed: z.boolean(),
    })
    .optional(),
  proofs: Proofs.optional(),
  /** How the gate's own session was ended afterwards. */
  cleanUp: z.enum(['not-needed', 'ended', 'already-ended', 'failed']),
  /** Of each part that came to its end; older records have `login` and `logout` alone. What is between two parts (a picture) is in none. */
  milliseconds: z.object({
    prepare: z.number().int().optional(),
    login: z.number().int().optional(),
    peers: z.number().int().optional(),
    witness: z.number().int().optional(),
    logout: z.number().int().optional(),
    proofs: z.number().int().optional(),
    cleanUp: z.number().int().optional(),
    total: z.number().int(),
  }),
  /** Pictures by moment: the SHA-256 of the attachment. */
  pictures: z.array(
    z.object({
      moment: z.string(),
      sha256: z.string(),
      /** Milliseconds since the attempt began; absent in older records. */
      at: z.number().int().optional(),
    }),
  ),
});
export type Attempt = z.infer<typeof Attempt>;

/** A part of an attempt whose time is taken. */
export type Part = Exclude<keyof Attempt['milliseconds'], 'total'>;

/** How a person's way into an application and out of it went; a second attempt follows on causes that may pass. */
export const Journey = z.object({ application: z.string(), attempts: z.array(Attempt).min(1).max(2) });
export type Journey = z.infer<typeof Journey>;
