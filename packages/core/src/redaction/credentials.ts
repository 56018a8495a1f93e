// The look-ahead makes sure of the second part before any beginning is tried, so that the work stays linear in the text. That of an encrypted
// token may be empty.
const token = /(?<![A-Za-z0-9_-])(?=[A-Za-z0-9_-]+\.\.?[A-Za-z0-9_-]{8})([A-Za-z0-9_-]*?)\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_.-]+/g;
const parameter =
  /([?&;]|\b|(?<=\\u0026))((?:id_token_hint|access_token|refresh_token|id_token|client_secret|client_assertion|code_verifier|password|SAMLResponse|SAMLRequest)=|(?<=[?&#]|&amp;|\\u0026)(?:code|state|session_state|session_code|nonce|tab_id|execution)=)(?!‹)[^&\s"'<>#]+/g;
/** The same in an address that stands in another one. */
const encodedParameter =
  /((?:%3F|%26|%23)(?:id_token_hint|access_token|refresh_token|id_token|client_secret|client_assertion|code_verifier|password|SAMLResponse|SAMLRequest|code|state|session_state|session_code|nonce|tab_id|execution)%3D)(?!‹|%E2%80%B9)(?:[^%&\s"'<>#]+|%(?!26))+/gi;
/** What servlet containers write into paths for a browser without cookies. */
const pathSession = /(;jsessionid=)[^/?#&;\s"'<>]+/gi;
const authorization = /\b(Authorization\\?["']?\s*[:=]\s*\\?["']?(?:Bearer|Basic|DPoP)\s+)[^\s"',\\]+/gi;
const cookie =
  /\b((?:Set-)?Cookie\\?["']?\s*:\s*\[?\\?["']?)(?:[^\r\n"\\]+|\\(?!"))+(?:\\?"\s*,\s*\\?"(?:[^\r\n"\\=:]+=)(?:[^\r\n"\\]+|\\(?!"))+)*/gi;
const privateKey = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g;

const assignment = /([_.-](?:password|secret)=)(?!["']?‹)(?:"(?:[^"\\\r\n]+|\\.)+|'(?:[^'\\\r\n]+|\\.)+|[^\s"']+)/gi;
const member =
  /("(?:[\w-]*[_-])?(?:password|secret|client_?secret|access_?token|refresh_?token|id_?token)"\s*:\s*")(?!‹)(?:[^"\\\r\n]+|\\.)+/gi;
const escapedMember =
  /(\\"(?:[\w-]*[_-])?(?:password|secret|client_?secret|access_?token|refresh_?token|id_?token)\\"\s*:\s*\\")(?!‹)(?:[^"\\\r\n]+|\\[^"\r\n])+/gi;
const userInfo = /(:\/\/[^\s:/@?#"'<>]*:)(?!‹)[^\s/?#"'<>]+@/g;

/** Credentials that are recognised by their shape, whether or not anybody registered them: tokens, codes, cookies, keys, passwords. */
export function removeCredentials(text: string): string {
  return text
    .replaceAll(privateKey, '‹private key›')
    .replaceAll(token, '$1‹token›')
    .replaceAll(authorization, '$1‹credentials›')
    .replaceAll(cookie, '$1‹cookie›')
    .replaceAll(parameter, '$1$2‹removed›')
    .replaceAll(encodedParameter, '$1‹removed›')
    .replaceAll(pathSession, '$1‹removed›')
    .replaceAll(userInfo, '$1‹removed›@')
    .replaceAll(member, '$1‹removed›')
    .replaceAll(escapedMember, '$1‹removed›')
    .replaceAll(assignment, (match: string, name: string) => {
      const quote = /^["']/.exec(match.slice(name.length))?.[0] ?? '';
      return `${name}${quote}‹removed›`;
    });
}
