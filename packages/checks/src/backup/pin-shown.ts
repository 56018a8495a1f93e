import type { Exhibit } from '@keycloak-release-gate/core';
import { hashName } from './pin.ts';
import type { Pin } from './pin.ts';

/** The backup that a rollback restores, for whoever decides about it and whoever restores it. */
export const pinShown = ({ name, keeper, sha256, bytes, takenAt: { earliest, latest }, keycloakVersion, counts }: Pin): Exhibit => ({
  kind: 'sheet',
  topic: 'rollback',
  title: 'The backup that a rollback restores',
  sections: [
    {
      title: 'Backup',
      entries: [
        { label: 'name', value: name },
        ...(keeper === undefined ? [] : [{ label: 'kept by', value: keeper }]),
        { label: hashName({ keeper }), value: sha256 },
        { label: 'taken', value: earliest === latest ? earliest : `between ${earliest} and ${latest}` },
        { label: 'size', value: `${bytes} bytes` },
        { label: 'Keycloak version in it', value: keycloakVersion ?? 'not told' },
      ],
    },
    ...(Object.keys(counts).length === 0
      ? []
      : [{ title: 'Rows in it', entries: Object.entries(counts).map(([table, count]) => ({ label: table, value: String(count) })) }]),
  ],
});
