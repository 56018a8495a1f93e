/**
 * The forms in which a secret turns up in logs, addresses, pages and headers: as it is, URL-encoded once or
 * twice (both ways of writing a space), inside JSON (as Go escapes it, too), inside HTML, hexadecimal in either case, and in base64 at each of the three places a byte sequence can begin.
 * Longest first, so that a form that holds another is replaced whole.
 */
export function encodingsOf(value: string): readonly string[] {
  const url = encodeURIComponent(value);
  const strictUrl = url.replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  const json = JSON.stringify(value).slice(1, -1);
  const goJson = json.replaceAll(/[&<>]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
  const hex = Buffer.from(value).toString('hex');
  const plusUrl = strictUrl.replaceAll('%20', '+');
  const html = value.replaceAll(/[&<>"']/g, (character) => htmlEntities[character] ?? character);
  const forms = [
    value,
    url,
    strictUrl,
    lowerCaseEscapes(url),
    lowerCaseEscapes(strictUrl),
    plusUrl,
    lowerCaseEscapes(plusUrl),
    ...[url, strictUrl, plusUrl].flatMap((once) => [once, lowerCaseEscapes(once)].map(encodeURIComponent)),
    json,
    json.replaceAll('/', '\\/'),
    goJson,
    goJson.replaceAll(/\\u00[0-9a-f]{2}/g, (escape) => `\\u${escape.slice(2).toUpperCase()}`),
    html,
    html.replaceAll('&#39;', '&#x27;'),
    hex,
    hex.toUpperCase(),
    ...base64Forms(value),
  ];
  return [...new Set(forms)].filter((form) => form.length >= 6).toSorted((a, b) => b.length - a.length);
}

const htmlEntities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const lowerCaseEscapes = (encoded: string): string => encoded.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());

/** `user:secret` in a Basic header shifts the secret's bytes: of each shift, the part that depends on the secret alone. */
function base64Forms(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const shifted = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const skipped = shift === 0 ? 0 : shift + 1;
    const incomplete = (bytes.length + shift) % 3 === 0 ? 0 : 1;
    return encoded.slice(skipped, encoded.length - incomplete);
  });
  return shifted.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}
