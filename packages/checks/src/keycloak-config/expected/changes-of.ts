import type { ExpectedChange } from '@keycloak-release-gate/core';
import { isOfServer } from '../../kubernetes/server-configuration/evidence.ts';

/** The claims of tokens, and the server's own configuration, are held against what was announced by checks of their own. */
const isElsewhere = (object: string, realm: string | undefined): boolean =>
  object.startsWith('token/') || (realm === undefined && isOfServer(object));

/**
 * The announced changes of one realm. `realm/sso/client/portal` is of realm sso; `client/portal` is of the first of the
 * environment's realms. Changes of a realm that is not among them fall to the first one too: there they will be missing, for
 * what nobody looks at must not pass for done.
 */
export function changesOf(realm: string, changes: readonly ExpectedChange[], realms: readonly string[]): ExpectedChange[] {
  return changes.flatMap((change) => {
    const [, named] = /^realm\/([^/]+)\//.exec(change.object) ?? [];
    const object = named === undefined ? change.object : change.object.slice(`realm/${named}/`.length);
    if (isElsewhere(object, named)) return [];
    if (named === realm) return [{ ...change, object }];
    return realm === realms[0] && (named === undefined || !realms.includes(named)) ? [change] : [];
  });
}
