import type { Lab } from '../lab/lab.ts';
import { changeStored, realmId } from './realm.ts';

const firstKey = `(SELECT id FROM component WHERE realm_id = ${realmId} AND provider_id = 'rsa-generated' AND name = 'rsa-generated')`;

/** A second provider with the same key, as after importing a realm's keys into itself. */
export async function copySigningKey(lab: Lab, name: string, signal: AbortSignal): Promise<void> {
  const made = `INSERT INTO component (id, name, parent_id, provider_id, provider_type, realm_id, sub_type)
    SELECT $1, $1, parent_id, provider_id, provider_type, realm_id, sub_type FROM component WHERE id = ${firstKey}`;
  await lab.sql(made, [name], signal);
  await changeStored(
    lab,
    `INSERT INTO component_config (id, component_id, name, value)
      SELECT gen_random_uuid(), $1, name, value FROM component_config WHERE component_id = ${firstKey}`,
    [name],
    signal,
  );
}

/** Takes a provider of keys out. */
export async function removeKey(lab: Lab, name: string, signal: AbortSignal): Promise<void> {
  await lab.sql(`DELETE FROM component_config WHERE component_id IN (SELECT id FROM component WHERE name = $1)`, [name], signal);
  await changeStored(lab, 'DELETE FROM component WHERE name = $1', [name], signal);
}

/** Switches the realm's own key for signatures off, or on again. */
export async function setKeyEnabled(lab: Lab, enabled: boolean, signal: AbortSignal): Promise<void> {
  // Without a word of it, a key is enabled.
  const row = enabled
    ? `DELETE FROM component_config WHERE component_id = ${firstKey} AND name = 'enabled'`
    : `INSERT INTO component_config (id, component_id, name, value) VALUES (gen_random_uuid(), ${firstKey}, 'enabled', 'false')`;
  await changeStored(lab, row, [], signal);
}
