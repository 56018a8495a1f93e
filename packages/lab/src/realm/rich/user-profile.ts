import type { JsonObject } from '@keycloak-release-gate/core';

const everybody = { view: ['admin', 'user'], edit: ['admin', 'user'] };

/** Attributes of users, in the order of the forms: Keycloak's own, and two of the realm. */
export const richUserProfile: JsonObject = {
  attributes: [
    {
      name: 'username',
      displayName: '${username}',
      validations: { length: { min: 3, max: 100 }, 'username-prohibited-characters': {}, 'up-username-not-idn-homograph': {} },
      permissions: everybody,
      multivalued: false,
    },
    {
      name: 'email',
      displayName: '${email}',
      validations: { email: {}, length: { max: 255 } },
      required: { roles: ['user'] },
      permissions: everybody,
      multivalued: false,
    },
    {
      name: 'department',
      displayName: 'Department',
      group: 'work',
      validations: { options: { options: ['finance', 'support', 'sales'] } },
      annotations: { inputType: 'select' },
      permissions: { view: ['admin', 'user'], edit: ['admin'] },
      multivalued: false,
    },
    {
      name: 'firstName',
      displayName: '${firstName}',
      validations: { length: { max: 255 }, 'person-name-prohibited-characters': {} },
      required: { roles: ['user'] },
      permissions: everybody,
      multivalued: false,
    },
    {
      name: 'lastName',
      displayName: '${lastName}',
      validations: { length: { max: 255 }, 'person-name-prohibited-characters': {} },
      required: { roles: ['user'] },
      permissions: everybody,
      multivalued: false,
    },
    {
      name: 'phone',
      displayName: 'Phone',
      validations: { pattern: { pattern: '^[+0-9 ]+$', 'error-message': 'no phone number' } },
      selector: { scopes: ['phone'] },
      permissions: everybody,
      multivalued: true,
    },
  ],
  groups: [
    { name: 'user-metadata', displayHeader: 'User metadata', displayDescription: 'Attributes, which refer to user metadata' },
    { name: 'work', displayHeader: 'Work', displayDescription: 'Where somebody works', annotations: { collapsed: 'no' } },
  ],
  unmanagedAttributePolicy: 'ADMIN_VIEW',
};
