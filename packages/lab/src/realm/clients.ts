import { labApplication } from '../applications/catalogue.ts';
import type { ExpressOptions, LabApplication, LabApplicationId } from '../applications/catalogue.ts';
import type { ClientRepresentation, ProtocolMapperRepresentation } from './representation.ts';
import { clientSecret, gateClientId, witnessClientId, witnessRedirectUri } from './secrets.ts';
import type { LabSecrets } from './secrets.ts';

/** Where an application is: `http://127.0.31.11:8080`, without a slash at the end. */
export interface ApplicationUrl {
  readonly id: LabApplicationId;
  readonly url: string;
}

/** A client that can do nothing yet. */
export const closedClient = (clientId: string, name: string): ClientRepresentation => ({
  clientId,
  name,
  enabled: true,
  protocol: 'openid-connect',
  publicClient: false,
  standardFlowEnabled: false,
  directAccessGrantsEnabled: false,
  serviceAccountsEnabled: false,
  consentRequired: false,
  fullScopeAllowed: false,
  redirectUris: [],
  webOrigins: [],
  attributes: {},
});

/** The clients of realm `lab`: one per application, and the gate's own two. */
export function labClients(applications: readonly ApplicationUrl[], secrets: LabSecrets): readonly ClientRepresentation[] {
  return [
    ...applications.map(({ id, url }) => applicationClient(labApplication(id), url, secrets)),
    {
      ...closedClient(gateClientId, 'The release gate'),
      secret: clientSecret(secrets, gateClientId),
      serviceAccountsEnabled: true,
      // Its roles come from the service account's own assignment alone, and all of them must be in its token.
      fullScopeAllowed: true,
    },
    {
      ...closedClient(witnessClientId, "The release gate's witness"),
      secret: clientSecret(secrets, witnessClientId),
      standardFlowEnabled: true,
      redirectUris: [witnessRedirectUri],
      attributes: { 'pkce.code.challenge.method': 'S256' },
    },
  ];
}

function applicationClient(application: LabApplication, url: string, secrets: LabSecrets): ClientRepresentation {
  const closed = closedClient(application.clientId, application.title);
  switch (application.program.kind) {
    case 'service':
      return {
        ...closed,
        secret: clientSecret(secrets, application.clientId),
        serviceAccountsEnabled: true,
        protocolMappers: [ownAudienceMapper(application)],
      };
    case 'single-page':
      return {
        ...browserClient(application, url, closed),
        publicClient: true,
        webOrigins: [url],
        attributes: { ...logoutAttributes(application, url), 'pkce.code.challenge.method': 'S256' },
      };
    case 'apache':
      if (application.program.module === 'mellon') return samlClient(application, url, closed);
      return {
        ...browserClient(application, url, closed),
        secret: clientSecret(secrets, application.clientId),
      };
    case 'express':
      return {
        ...toldOfLogouts(application.program.options.told, url, browserClient(application, url, closed)),
        secret: clientSecret(secrets, application.clientId),
      };
  }
}

function browserClient(application: LabApplication, url: string, closed: ClientRepresentation): ClientRepresentation {
  return {
    ...closed,
    standardFlowEnabled: true,
    consentRequired: application.consent ?? false,
    rootUrl: url,
    baseUrl: '/',
    redirectUris: [`${url}${application.callbackPath ?? '/'}`],
    attributes: { ...logoutAttributes(application, url), ...themeOf(application) },
    protocolMappers: [groupsMapper],
  };
}

const themeOf = ({ theme }: LabApplication): Readonly<Record<string, string>> => (theme === undefined ? {} : { login_theme: theme });

function toldOfLogouts(told: ExpressOptions['told'], url: string, client: ClientRepresentation): ClientRepresentation {
  switch (told) {
    case undefined:
      return client;
    case 'front-channel':
      return {
        ...client,
        frontchannelLogout: true,
        attributes: {
          ...client.attributes,
          'frontchannel.logout.url': `${url}/front-channel-logout`,
          'frontchannel.logout.session.required': 'true',
        },
      };
    case 'back-channel':
      return {
        ...client,
        attributes: {
          ...client.attributes,
          'backchannel.logout.url': `${url}/backchannel-logout`,
          'backchannel.logout.session.required': 'true',
        },
      };
  }
}

/** mod_auth_mellon: Keycloak signs what it says; the application's signature is not asked for, since its key is made anew with each lab. */
function samlClient(application: LabApplication, url: string, closed: ClientRepresentation): ClientRepresentation {
  return {
    ...closed,
    protocol: 'saml',
    standardFlowEnabled: true,
    // By redirects of the browser, as the application asks for it.
    frontchannelLogout: true,
    rootUrl: url,
    baseUrl: '/',
    redirectUris: [`${url}${application.callbackPath ?? '/'}`],
    attributes: {
      'saml.client.signature': 'false',
      'saml.server.signature': 'true',
      'saml.assertion.signature': 'true',
      'saml.signature.algorithm': 'RSA_SHA256',
      // The application takes an answer in a form alone; by which way it likes to get one it does not say.
      'saml.force.post.binding': 'true',
      'saml.authnstatement': 'true',
      saml_force_name_id_format: 'true',
      saml_name_id_format: 'username',
      saml_assertion_consumer_url_post: `${url}${application.callbackPath ?? '/'}`,
      saml_single_logout_service_url_post: `${url}/mellon/logout`,
      saml_single_logout_service_url_redirect: `${url}/mellon/logout`,
    },
  };
}

const logoutAttributes = (application: LabApplication, url: string): Readonly<Record<string, string>> => ({
  'post.logout.redirect.uris': `${url}${application.signedOutPath ?? '/'}`,
});

const groupsMapper: ProtocolMapperRepresentation = {
  name: 'groups',
  protocol: 'openid-connect',
  protocolMapper: 'oidc-group-membership-mapper',
  config: {
    'claim.name': 'groups',
    'full.path': 'false',
    'id.token.claim': 'true',
    'access.token.claim': 'true',
    'userinfo.token.claim': 'true',
  },
};

// Keycloak 26.7 calls a token inactive to every client that is not in its audience; 26.4 did not.
const ownAudienceMapper = ({ clientId }: LabApplication): ProtocolMapperRepresentation => ({
  name: 'own audience',
  protocol: 'openid-connect',
  protocolMapper: 'oidc-audience-mapper',
  config: { 'included.client.audience': clientId, 'access.token.claim': 'true', 'introspection.token.claim': 'true' },
});
