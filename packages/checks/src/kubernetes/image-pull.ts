import type { Code } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';

/** Why an image was not pulled, by the runtime's words: the registry, the right to it, or the image itself. */
export function imagePullCause(text: string): { readonly code: Code; readonly remedy?: string } {
  if (
    /no such host|connection refused|i\/o timeout|connection reset|network is unreachable|no route to host|x509:|TLS handshake|\b50[234]\b/i.test(
      text,
    )
  )
    return { code: codes.REGISTRY_UNAVAILABLE };
  if (/unauthorized|authentication required|authorization failed|access denied|may require|\b40[13]\b|forbidden/i.test(text))
    return {
      code: codes.IMAGE_PULL_FAILED,
      remedy: 'The registry refuses the pull: check the pull secret of the workload and its service account, and that the image exists.',
    };
  if (/not found|manifest unknown/i.test(text))
    return {
      code: codes.IMAGE_PULL_FAILED,
      remedy: 'The registry has no such image: check that the tag was pushed, and its name in the workload.',
    };
  return { code: codes.IMAGE_PULL_FAILED };
}
