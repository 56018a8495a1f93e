import type { JsonObject } from '@keycloak-release-gate/core';
import { level } from './level.ts';
import type { Objects, Rule } from './rule.ts';
import { isObject, textsOf, valueAt } from './values.ts';

const unmanaged: Rule = {
  id: 'attributes-of-any-name',
  title: 'Users may set attributes of any name',
  why: 'An attribute that a mapper puts into tokens, or that an application decides by, can then be chosen by the user.',
  source:
    'kcwarden UsingNonDefaultUserAttributesInClientsWithoutUserProfilesFeatureIsDangerous; Keycloak Server Administration Guide, "Unmanaged attributes"',
  severity: 'fail',
  remedy: 'Set "Unmanaged Attributes" on the tab General of the realm settings back.',
  ...level({
    kind: 'user-profile',
    attributes: [
      {
        path: ['unmanagedAttributePolicy'],
        weakness: (value) => (value === 'ENABLED' ? 1 : 0),
      },
    ],
  }),
};

/** The attributes of users by their names. */
function profileAttributes(objects: Objects): ReadonlyMap<string, JsonObject> {
  const attributes = valueAt(objects['user-profile'], ['attributes']);
  return new Map(Object.entries(isObject(attributes) ? attributes : {}).flatMap(([name, each]) => (isObject(each) ? [[name, each]] : [])));
}

const usersMayEdit = (attribute: JsonObject): boolean => textsOf(valueAt(attribute, ['permissions', 'edit'])).includes('user');
const validators = (attribute: JsonObject): readonly string[] => {
  const { validations } = attribute;
  return isObject(validations) ? Object.keys(validations).toSorted() : [];
};

/** What holds for an attribute that was there before and still is. */
const editable: Rule = {
  id: 'attribute-editable',
  title: 'Users may change an attribute of theirs that only administrators could, or to what was refused before',
  why: 'Applications may decide by it.',
  source:
    'kcwarden UsingNonDefaultUserAttributesInClientsWithoutUserProfilesFeatureIsDangerous; Keycloak Server Administration Guide, "Managing user attributes"',
  severity: 'fail',
  remedy: 'Take "User" out of "Who can edit?" of the attribute, or add the validator again, on the tab "User profile".',
  kinds: ['user-profile'],
  worse: (before, after) => {
    const old = profileAttributes(before);
    return [...profileAttributes(after)].flatMap(([name, attribute]) => {
      const was = old.get(name);
      if (!was) return [];
      const path = `attributes.${name}`;
      const left = new Set(validators(attribute));
      return [
        ...(usersMayEdit(attribute) && !usersMayEdit(was)
          ? [{ object: 'user-profile', attribute: `${path}.permissions.edit`, after: 'user' }]
          : []),
        ...(usersMayEdit(attribute) ? validators(was) : [])
          .filter((validator) => !left.has(validator))
          .map((validator) => ({ object: 'user-profile', attribute: `${path}.validations`, before: validator })),
      ];
    });
  },
  already: () => [],
};

export const userProfileRules: readonly Rule[] = [unmanaged, editable];
