/** A container image's reference in its parts. The registry and path are written as Docker's short names mean them. */
export interface Image {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** `quay.io/keycloak/keycloak:26.7.4@sha256:…` in its parts; `keycloak` is `docker.io/library/keycloak`. */
export function parseImage(reference: string): Image {
  const [named = '', digest] = reference.split('@', 2);
  // A colon before the last slash belongs to the registry's port.
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const path = hasTag ? named.slice(0, colon) : named;
  const [first = '', ...rest] = path.split('/');
  const hasRegistry = rest.length > 0 && (first.includes('.') || first.includes(':') || first === 'localhost');
  const repository = hasRegistry ? path : `docker.io/${rest.length === 0 ? 'library/' : ''}${path}`;
  return { repository, ...(hasTag ? { tag: named.slice(colon + 1) } : {}), ...(digest === undefined ? {} : { digest }) };
}

/** True where both name one image. A digest decides where the expected image has one; else the tag does. */
export function isSameImage(expected: string, actual: string): boolean {
  const [a, b] = [parseImage(expected), parseImage(actual)];
  if (a.repository !== b.repository) return false;
  return a.digest === undefined ? (a.tag ?? 'latest') === (b.tag ?? 'latest') : a.digest === b.digest;
}

/** The Keycloak version that an image's tag tells (`26.7.4`, `v26.7.4-3`); undefined for a tag such as a commit. */
export const versionOfImage = (reference: string): string | undefined =>
  /^v?(\d+\.\d+\.\d+)(?:[-+_].*)?$/.exec(parseImage(reference).tag ?? '')?.[1];

/** The digest in a runtime's image id, whichever notation it uses; undefined where it has none. */
export const digestOfImageId = (imageID: string): string | undefined => /sha256:[0-9a-f]{64}/.exec(imageID)?.[0];
