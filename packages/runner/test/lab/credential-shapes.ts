/**
 * Credentials by their shape, which nobody planted: the browser and Keycloak make them in every journey. A value counts from eight of its
 * characters on; what stands in the place of one that was removed begins with ‹. A parameter may stand in an address within an address.
 */
const shapes: Readonly<Record<string, RegExp>> = {
  // The second part of one that is encrypted may be empty.
  'a token': /eyJ[\w-]{8,}\.[\w-]*\.[\w-]{8,}/,
  // Programs and events have codes too: this one is a parameter, and holds a digit.
  'a code': /(?:^|[?&#"'\s]|&amp;|%3F|%26|u0026)code(?:=|%3D)(?=[\w.~-]*\d)[\w.~-]{8,}/i,
  'a session': /session_(?:state|code)(?:=|%3D)[\w.~-]{8,}/,
  'a hint': /id_token_hint(?:=|%3D)[\w.~-]{8,}/,
  'a SAML message': /SAML(?:Response|Request)(?:=|%3D)[\w+/]{8,}/,
  'a cookie': /\bCookie\\?["']?\s*:\s*\[?\s*(?:\\?"[^"\r\n]*"\s*,\s*)*\\?["']?[\w!#$%&*+.^|~-]+="?[\w%+/.~-]{8,}/i,
  'an authorization': /\bAuthorization\\?["']?\s*[:=]\s*\[?\s*\\?["']?(?:Bearer|Basic|DPoP)\s+[\w.~+/=-]{8,}/i,
};

/** The names of the shapes of credentials that are in a text, or in bytes that were read as Latin-1. */
export const credentialShapesIn = (content: string): readonly string[] =>
  Object.entries(shapes).flatMap(([name, shape]) => (shape.test(content) ? [name] : []));
