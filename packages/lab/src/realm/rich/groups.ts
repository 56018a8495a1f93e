import type { RichRole } from './roles.ts';

/** A group with its roles and what is below it. */
export interface RichGroup {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  readonly roles?: readonly RichRole[];
  readonly isDefault?: true;
  readonly groups?: readonly RichGroup[];
}

export const richGroups: readonly RichGroup[] = [
  {
    name: 'staff',
    attributes: { site: ['Gent', 'Leuven'] },
    roles: ['employee', 'portal:reader'],
    groups: [
      { name: 'finance', attributes: { budget: ['yes'] }, roles: ['payments:pay'], groups: [{ name: 'leads', roles: ['manager'] }] },
      { name: 'support' },
    ],
  },
  { name: 'guests', isDefault: true },
  { name: 'partners', roles: ['member'], groups: [{ name: 'support', attributes: { partner: ['true'] } }] },
];
