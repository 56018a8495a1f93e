import { isRepresentation } from './representation.ts';
import type { Reading } from './source.ts';

/** The realm's own texts of the pages, by language. */
export const localization: Reading = {
  kinds: ['localization'],
  read: async ({ api, keep }) => {
    const languages = await api.get('/localization', 'view-realm');
    const known = Array.isArray(languages) ? languages.filter((language) => typeof language === 'string') : [];
    await Promise.all(
      known.map(async (language) => {
        const texts = await api.get(`/localization/${encodeURIComponent(language)}`, 'view-realm');
        keep('localization', language, { texts: isRepresentation(texts) ? texts : {} });
      }),
    );
    return [];
  },
};
