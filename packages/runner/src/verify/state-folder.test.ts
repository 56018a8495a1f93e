import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stateFolderOf } from './state-folder.ts';

it('is where the user keeps state, and at home where that is not said, or not from the root', () => {
  const atHome = join(homedir(), '.local/state/keycloak-release-gate');
  expect(stateFolderOf({ XDG_STATE_HOME: '/var/lib/robin' })).toBe('/var/lib/robin/keycloak-release-gate');
  for (const said of [{}, { XDG_STATE_HOME: '' }, { XDG_STATE_HOME: 'state' }, { XDG_STATE_HOME: undefined }])
    expect(stateFolderOf(said)).toBe(atHome);
});
