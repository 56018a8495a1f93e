import { askForWrongRedirects, tryPasswords } from '../faults/failing-logins.ts';
import type { Noise } from './noise.ts';

export const usersMistype: Noise = {
  id: 'users-mistype',
  title: 'Users mistype their names, and some old bookmark leads to an address that is no longer allowed',
  after: async (lab, signal) => {
    await tryPasswords(lab, 60, signal);
    await askForWrongRedirects(lab, 'lab-express-local', 10, signal);
  },
};
