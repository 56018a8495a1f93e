import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { kindOf } from '../evidence.ts';
import type { Difference, Objects } from './difference.ts';
import { isObject, same } from './same.ts';

/**
 * Values that mean the same as none. Saving an object in the admin console writes them although nobody chose them, as recorded on real
 * servers (`scripts/record-saves.ts`); that they mean the same was read in Keycloak's source. Only what is listed is taken for
 * equal: elsewhere, that a value is stored is a change.
 */
const defaults: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  realm: {
    scimApiEnabled: false,
    clientSessionIdleTimeout: 0,
    clientSessionMaxLifespan: 0,
    clientOfflineSessionIdleTimeout: 0,
    clientOfflineSessionMaxLifespan: 0,
    'attributes.clientSessionIdleTimeout': '0',
    'attributes.clientSessionMaxLifespan': '0',
    'attributes.clientOfflineSessionIdleTimeout': '0',
    'attributes.clientOfflineSessionMaxLifespan': '0',
    'attributes.darkMode': 'true',
    'smtpServer.allowutf8': 'false',
    'smtpServer.authType': 'basic',
    'smtpServer.connectionTimeout': '10000',
    'smtpServer.debug': 'false',
    'smtpServer.timeout': '10000',
    'smtpServer.writeTimeout': '10000',
  },
  client: {
    'attributes.access.token.header.type.rfc9068': 'false',
    'attributes.backchannel.logout.revoke.offline.tokens': 'false',
    'attributes.client.introspection.response.allow.jwt.claim.enabled': 'false',
    'attributes.client.use.lightweight.access.token.enabled': 'false',
    'attributes.client_credentials.use_refresh_token': 'false',
    'attributes.display.on.consent.screen': 'false',
    'attributes.dpop.bound.access.tokens': 'false',
    'attributes.frontchannel.logout.session.required': 'true',
    'attributes.id.token.as.detached.signature': 'false',
    'attributes.logout.confirmation.enabled': 'false',
    'attributes.oauth2.device.authorization.grant.enabled': 'false',
    'attributes.oauth2.jwt.authorization.grant.enabled': 'false',
    'attributes.oidc.ciba.grant.enabled': 'false',
    'attributes.request.object.encryption.alg': 'any',
    'attributes.request.object.encryption.enc': 'any',
    'attributes.request.object.required': 'not required',
    'attributes.request.object.signature.alg': 'any',
    'attributes.require.pushed.authorization.requests': 'false',
    'attributes.saml.artifact.binding': 'false',
    'attributes.saml.assertion.signature': 'false',
    'attributes.saml.onetimeuse.condition': 'false',
    'attributes.saml.server.signature.keyinfo.ext': 'false',
    'attributes.saml.useMetadataDescriptorUrl': 'false',
    'attributes.standard.token.exchange.enabled': 'false',
    'attributes.tls.client.certificate.bound.access.tokens': 'false',
    'attributes.token.response.type.bearer.lower-case': 'false',
    'attributes.use.refresh.tokens': 'true',
  },
  component: { 'config.ecGenerateCertificate': ['false'] },
  'identity-provider': {
    addReadTokenRoleOnCreate: false,
    'config.artifactBindingResponse': 'false',
    'config.authnContextComparisonType': 'exact',
    'config.backchannelSupported': 'false',
    'config.caseSensitiveOriginalUsername': 'false',
    'config.forceAuthn': 'false',
    'config.loginHint': 'false',
    'config.sendClientIdOnLogout': 'false',
    'config.showInAccountConsole': 'ALWAYS',
    'config.signSpMetadata': 'false',
    'config.wantAssertionsEncrypted': 'false',
    storeToken: false,
    trustEmail: false,
  },
};

/** The same where names that anybody chose stand in the path. */
const named: readonly { readonly kind: string; readonly at: RegExp; readonly value: Json }[] = [
  { kind: 'user-profile', at: /^attributes\..+\.annotations$/, value: {} },
  { kind: 'client-policies', at: /^policies\..+\.mode$/, value: 'DEFAULT' },
];

/** True where one side has nothing and the other what the server does where there is nothing. `sides` are both configurations. */
export function isDefaultForAbsent({ object, attribute, before, after }: Difference, ...sides: readonly Objects[]): boolean {
  if (attribute === undefined || (before !== undefined && after !== undefined)) return false;
  const kind = kindOf(object);
  const present = before ?? after;
  const [, mapper, switched] = /^protocolMappers\.(.+)\.config\.([^.]+\.(?:token\.)?claim)$/.exec(attribute) ?? [];
  if (mapper !== undefined && switched !== undefined && (kind === 'client' || kind === 'client-scope'))
    return sides.every((objects) => present === unsetSwitch(switched, mapperOf(objects[object], mapper)));
  const value = defaults[kind]?.[attribute] ?? named.find((each) => each.kind === kind && each.at.test(attribute))?.value;
  return value !== undefined && same(value, present);
}

/** True for another order of what has none: policies name the profiles of clients, wherever these stand. Saving one moves it to the end. */
export const meansNothing = ({ kind, object, attribute }: Difference): boolean =>
  kind === 'moved' && object === 'client-profiles' && attribute === 'order';

/** Mappers that keep to the common rules for what they leave unsaid; others have rules of their own. */
const common =
  /^oidc-(?:usermodel-(?:attribute|property|realm-role|client-role)|usersessionmodel-note|hardcoded-claim|group-membership|audience|full-name|address)-mapper$/;

/** What a mapper does where it does not say whether its claim is to be in a document: that hangs on the others. */
function unsetSwitch(name: string, { protocolMapper, config }: JsonObject): string | undefined {
  if (typeof protocolMapper !== 'string' || !common.test(protocolMapper)) return undefined;
  const isOn = (other: string): boolean => isObject(config) && config[other] === 'true';
  switch (name) {
    case 'access.token.claim':
    case 'id.token.claim':
    case 'lightweight.claim':
      return 'false';
    case 'introspection.token.claim':
      return String(isOn('access.token.claim'));
    case 'userinfo.token.claim':
      return String(isOn('id.token.claim'));
    default:
      return undefined;
  }
}

function mapperOf(owner: Json | undefined, mapper: string): JsonObject {
  const mappers = isObject(owner) ? owner['protocolMappers'] : undefined;
  const found = isObject(mappers) ? mappers[mapper] : undefined;
  return isObject(found) ? found : {};
}
