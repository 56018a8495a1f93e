import type { Visited } from './behaviour.ts';
import { reader } from './configuration.ts';
import type { EditedRealm, Representation } from './edited-realm.ts';

const readerRoles = [
  'view-realm',
  'view-clients',
  'view-identity-providers',
  'view-users',
  'query-groups',
  'view-events',
  'view-authorization',
  'view-organizations',
];

/** Makes the gate's own client, and a person who is in the group of the staff; returns that person. */
export async function people(realm: EditedRealm): Promise<Visited['user']> {
  // Addresses are those of the test's own server, no mail is sent, and many logins in a row are no attack.
  await realm.edit('', ({ attributes }) => ({
    attributes: { ...(attributes as Representation), frontendUrl: '' },
    sslRequired: 'none',
    eventsListeners: ['jboss-logging'],
    smtpServer: {},
    verifyEmail: false,
    bruteForceProtected: false,
  }));
  await realm.send('POST', '/clients', {
    clientId: reader.clientId,
    secret: reader.secret,
    serviceAccountsEnabled: true,
    standardFlowEnabled: false,
    fullScopeAllowed: true,
  });
  const account = (await realm.get(`${await realm.client(reader.clientId)}/service-account-user`)) as Representation;
  const management = (await realm.client('realm-management')).split('/').at(-1) ?? '';
  await realm.send(
    'POST',
    `/users/${String(account['id'])}/role-mappings/clients/${management}`,
    await Promise.all(readerRoles.map((role) => realm.role(`realm-management:${role}`))),
  );
  const user = { username: 'ada', password: 'Correct-horse-battery-9' };
  await realm.send('POST', '/users', {
    username: user.username,
    enabled: true,
    email: 'ada@rich.example',
    emailVerified: true,
    firstName: 'Ada',
    lastName: 'Lovelace',
    attributes: { phoneNumber: ['100'] },
    groups: ['/staff'],
    credentials: [{ type: 'password', value: user.password, temporary: false }],
  });
  const [found] = await realm.list(`/users?username=${user.username}`);
  const id = String(found?.['id']);
  // Whatever the realm asks of new users: this one is none.
  await realm.edit(`/users/${id}`, () => ({ requiredActions: [] }));
  return { ...user, id };
}
