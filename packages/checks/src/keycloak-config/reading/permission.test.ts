import { expect, test } from 'vitest';
import { whatFor } from './permission.ts';

// As `GET …/authz/resource-server/policy?fields=*` gives them.
const [invoice, view] = ['36338413-1604-4ef9-a581-7f4175fdc67d', '1233254d-d699-49cf-aa2b-7213b835ca3d'];
const [resourcesData, scopesData] = [
  [{ _id: invoice, name: 'invoice', type: 'urn:payments:invoice', owner: { id: '6bf2e717', name: 'payments' } }],
  [{ id: view, name: 'view', displayName: 'View' }],
];
const permission = { id: '614b8c51', name: 'see invoices', logic: 'POSITIVE', decisionStrategy: 'AFFIRMATIVE', config: {} };
const known = new Map([
  [invoice, 'invoice'],
  [view, 'view'],
]);

test.each([
  ['a resource, on 26.4.0', { type: 'resource', resourcesData }, { resources: ['invoice'] }],
  ['a resource, on 26.7.4', { type: 'resource', resources: [invoice], scopes: [], resourcesData }, { resources: ['invoice'] }],
  ['a scope, on 26.4.0', { type: 'scope', scopesData }, { scopes: ['view'] }],
  ['a scope, on 26.7.4', { type: 'scope', resources: [], scopes: [view], scopesData }, { scopes: ['view'] }],
  ['ids alone', { type: 'scope', resources: [invoice, 'of another owner'] }, { resources: ['invoice', 'of another owner'] }],
  ['a type of resource', { type: 'resource', resources: [], scopes: [], config: { defaultResourceType: 'urn:x' } }, {}],
])('a permission for %s', (_name, more, told) => expect(whatFor({ ...permission, ...more }, known)).toEqual(told));
