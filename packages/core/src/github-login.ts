import { z } from 'zod';

/** A login of GitHub, whose case does not matter. */
export const GitHubLogin = z.string().regex(/^[\w-]+$/, 'a login of GitHub');
