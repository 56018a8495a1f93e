import { isOn } from './values.ts';
import type { Named } from './values.ts';

/** True for a client by which somebody gets tokens. */
export const isOidc = ({ object }: Named): boolean => object['protocol'] !== 'saml' && !isOn(object['bearerOnly']);

export const isPublic = ({ object }: Pick<Named, 'object'>): boolean => isOn(object['publicClient']);
