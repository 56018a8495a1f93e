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
  // Docker's own registry has two names, and its official images may be named without `library`.
  const ofDocker = !hasRegistry ? [first, ...rest] : ['docker.io', 'index.docker.io'].includes(first) ? rest : undefined;
  const repository = ofDocker ? `docker.io/${ofDocker.length === 1 ? 'library/' : ''}${ofDocker.join('/')}` : path;
  return { repository, ...(hasTag ? { tag: named.slice(colon + 1) } : {}), ...(digest === undefined ? {} : { digest }) };
}

/**
 * True where the actual image has the expected one's name: its repository, and its tag where that says anything. Beside a
 * digest of both a tag is a comment. Whether the digests are the same is judged apart.
 */
export function isSameName(expected: string, actual: string): boolean {
  const [a, b] = [parseImage(expected), parseImage(actual)];
  if (a.repository !== b.repository) return false;
  if (a.digest !== undefined && (b.digest !== undefined || a.tag === undefined)) return true;
  return (a.tag ?? 'latest') === (b.tag ?? (b.digest === undefined ? 'latest' : undefined));
}

/** The Keycloak version that an image's tag tells (`26.7.4`, `v26.7.4-3`); undefined for a tag such as a commit. */
export const versionOfImage = (reference: string): string | undefined =>
  /^v?(\d+\.\d+\.\d+)(?:[-+_].*)?$/.exec(parseImage(reference).tag ?? '')?.[1];

/** The digest by which the image was pulled (`…/keycloak@sha256:…`); undefined for an id that only the node itself knows. */
export const pulledDigest = (imageID: string): string | undefined => /@(sha256:[0-9a-f]{64})$/.exec(imageID)?.[1];

/**
 * The id that an image has on a node alone, where it was loaded instead of pulled or the runtime tells no other: `sha256:…`, under
 * CRI-O the digits alone. Undefined for a digest of a registry. The two are of different things: they never compare.
 */
export const localImageId = (imageID: string): string | undefined =>
  pulledDigest(imageID) === undefined ? /(?:^|[:/])([0-9a-f]{64})$/.exec(imageID)?.[1] : undefined;
