import type { ExpectedChange } from '@keycloak-release-gate/core';

/** The claims of tokens are held against what was announced by a check of their own. */
const elsewhere = /^token\//;

/**
 * The announced changes of one realm. `realm/sso/client/portal` is of realm sso; `client/portal` is of the first of the
 * environment's realms. Changes of a realm that is not among them fall to the first one too: there they will be missing, for
 * what nobody looks at must not pass for done.
 */
export function changesOf(realm: string, changes: readonly ExpectedChange[], realms: readonly string[]): ExpectedChange[] {
  return changes.flatMap((change) => {
    const [, named] = /^realm\/([^/]+)\//.exec(change.object) ?? [];
    const object = named === undefined ? change.object : change.object.slice(`realm/${named}/`.length);
    if (elsewhere.test(object)) return [];
    if (named === realm) return [{ ...change, object }];
    return realm === realms[0] && (named === undefined || !realms.includes(named)) ? [change] : [];
  });
}
