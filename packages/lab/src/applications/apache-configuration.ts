import type { ApplicationSettings } from './application.ts';

/** What stands in the configuration beside the settings of every application. */
export interface ApacheSettings extends Omit<ApplicationSettings, 'signal' | 'trouble'> {
  readonly module: 'openidc' | 'mellon';
  /** The folder of Apache's modules. */
  readonly modules: string;
  readonly documents: string;
  /** Encrypts the state cookies. */
  readonly passphrase: string;
  /** As root: the user (and group) that the workers run as. */
  readonly user?: string;
}

const needed = ['mpm_event', 'unixd', 'authn_core', 'authz_core', 'authz_user', 'mime', 'dir', 'filter', 'include'];
/** Debian compiles it in. */
const compiledIn = new Set(['unixd']);

/** The configuration of a small Apache whose pages, but the one after the logout, are for logged-in people. */
export function apacheConfiguration(settings: ApacheSettings): string {
  const { address, port, directory, modules, documents, user, module } = settings;
  const load = [...needed, `auth_${module}`]
    .filter((name) => !compiledIn.has(name))
    .map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`);
  return `ServerRoot ${quoted(directory)}
${load.join('\n')}
Listen ${address}:${port}
ServerName ${address}:${port}
PidFile ${quoted(`${directory}/apache.pid`)}
DefaultRuntimeDir ${quoted(directory)}
Mutex file:${directory} default
ErrorLog ${quoted(`${directory}/error.log`)}
LogLevel warn
${user === undefined ? '' : `User ${user}\nGroup ${user}\n`}
StartServers 1
MinSpareThreads 2
MaxSpareThreads 16
ThreadsPerChild 16
MaxRequestWorkers 16
GracefulShutdownTimeout 1

TypesConfig /dev/null
AddType text/html .html
AddOutputFilter INCLUDES .html
DocumentRoot ${quoted(documents)}
DirectoryIndex index.html

${module === 'openidc' ? openidc(settings) : mellon(settings)}
<Directory />
  AllowOverride None
  Require all denied
</Directory>
<Directory ${quoted(documents)}>
  Options Includes
  Require all granted
</Directory>
<Location />
${module === 'openidc' ? '  AuthType openid-connect' : `  AuthType Mellon\n  MellonEnable auth`}
  Require valid-user
</Location>
<Location /signed-out.html>
${module === 'openidc' ? '  AuthType None' : '  MellonEnable off'}
  Require all granted
</Location>
`;
}

function openidc({ url, issuer, clientId, clientSecret = '', passphrase }: ApacheSettings): string {
  return `OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration
OIDCClientID ${quoted(clientId)}
OIDCClientSecret ${quoted(clientSecret)}
OIDCRedirectURI ${url}/redirect_uri
OIDCCryptoPassphrase ${passphrase}
OIDCScope "openid profile email"
OIDCRemoteUserClaim preferred_username
OIDCPKCEMethod S256
# A session in the server's memory: an old cookie is worth nothing after a logout.
OIDCSessionType server-cache
OIDCHTTPTimeoutLong 10`;
}

/** Names of the files in the application's folder that mod_auth_mellon reads. */
export const mellonFiles = { key: 'mellon.key', certificate: 'mellon.cert', provider: 'provider.xml' } as const;

function mellon({ clientId, directory }: ApacheSettings): string {
  return `<Location />
  MellonEndpointPath /mellon
  MellonSPentityId ${quoted(clientId)}
  MellonSPPrivateKeyFile ${quoted(`${directory}/${mellonFiles.key}`)}
  MellonSPCertFile ${quoted(`${directory}/${mellonFiles.certificate}`)}
  MellonIdPMetadataFile ${quoted(`${directory}/${mellonFiles.provider}`)}
  # Keycloak sends its answer as a form from its own site: only such cookies come along. Browsers take them on loopback without TLS.
  MellonSecureCookie On
  MellonCookieSameSite None
</Location>`;
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
