const token = /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)*/g;
const parameter =
  /([?&;]|\b)((?:id_token_hint|access_token|refresh_token|id_token|client_secret|client_assertion|code_verifier|password|SAMLResponse|SAMLRequest)=|(?<=[?&#])(?:code|state|session_state|session_code|nonce|tab_id|execution)=)[^&\s"'<>#]+/g;
const authorization = /\b(Authorization["']?\s*[:=]\s*["']?(?:Bearer|Basic|DPoP)\s+)[^\s"',]+/gi;
const cookie = /\b((?:Set-)?Cookie["']?\s*:\s*["']?)[^\r\n"]+/gi;
const privateKey = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g;

/** Credentials that are recognised by their shape, whether or not anybody registered them: tokens, codes, cookies, keys. */
export function removeCredentials(text: string): string {
  return text
    .replaceAll(privateKey, '‹private key›')
    .replaceAll(token, '‹token›')
    .replaceAll(authorization, '$1‹credentials›')
    .replaceAll(cookie, '$1‹cookie›')
    .replaceAll(parameter, '$1$2‹removed›');
}
