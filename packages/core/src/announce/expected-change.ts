import { z } from 'zod';
import { canonicalJson } from '../json.ts';
import type { Json } from '../json.ts';

const json: z.ZodType<Json> = z.json();

/**
 * A change of a realm's configuration, or of the server's own, that a release announces. Without `attribute` it is about the object as a whole; without
 * `change` whatever happens to it is announced. The builder (`client('portal').redirectUris.adds('…')`) writes it with its type.
 */
export const ExpectedChange = z.strictObject({
  /** Kind and name: `client/portal`, of the environment's first realm; `realm/sso/client/portal` names the realm; `container/keycloak`. */
  object: z.string().min(1),
  /** The path inside the object: `redirectUris`, `attributes.pkce.code.challenge.method`. */
  attribute: z.string().min(1).optional(),
  change: z
    .strictObject({
      /** `adds` and `removes` are about members of a list, `becomes` about a whole value, the two with `is` about the object. */
      op: z.enum(['adds', 'removes', 'becomes', 'is added', 'is removed', 'changes']),
      value: json.optional(),
      /** What it was before, where the release says that too. */
      from: json.optional(),
    })
    .optional(),
  why: z.string().optional(),
});
export type ExpectedChange = z.infer<typeof ExpectedChange>;

/** The announced change as a person reads it: `client/portal: redirectUris adds https://portal.example/*`. */
export function wordsOfChange({ object, attribute, change }: ExpectedChange): string {
  const what = attribute === undefined ? object : `${object}: ${attribute}`;
  if (!change || change.op === 'changes') return what;
  const { op, value, from } = change;
  const text = (of: Json): string => (typeof of === 'string' ? of : canonicalJson(of));
  return [what, op, ...(value === undefined ? [] : [text(value)]), ...(from === undefined ? [] : [`(it was ${text(from)})`])].join(' ');
}
