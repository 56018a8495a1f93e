import type { RichClient } from './clients.ts';

/** Clients of SAML: one that signs everything, one with as little as there can be. */
export const richSamlClients: readonly RichClient[] = [
  {
    defaultScopes: ['saml_department'],
    representation: {
      clientId: 'https://wiki.rich.example/metadata',
      name: 'Wiki',
      protocol: 'saml',
      enabled: true,
      fullScopeAllowed: true,
      frontchannelLogout: true,
      rootUrl: 'https://wiki.rich.example',
      redirectUris: ['https://wiki.rich.example/*'],
      attributes: {
        'saml.assertion.signature': 'true',
        'saml.server.signature': 'true',
        'saml.client.signature': 'false',
        'saml.encrypt': 'false',
        'saml.authnstatement': 'true',
        'saml.force.post.binding': 'true',
        'saml.signature.algorithm': 'RSA_SHA256',
        saml_name_id_format: 'email',
        saml_force_name_id_format: 'true',
        saml_assertion_consumer_url_post: 'https://wiki.rich.example/acs',
        saml_single_logout_service_url_redirect: 'https://wiki.rich.example/slo',
        saml_idp_initiated_sso_url_name: 'wiki',
      },
      protocolMappers: [
        {
          name: 'mail',
          protocol: 'saml',
          protocolMapper: 'saml-user-property-mapper',
          config: { 'user.attribute': 'email', 'attribute.name': 'mail', 'attribute.nameformat': 'Basic', 'friendly.name': 'mail' },
        },
      ],
    },
  },
  { representation: { clientId: 'urn:rich:archive', protocol: 'saml', enabled: true, redirectUris: ['https://archive.rich.example/*'] } },
];
