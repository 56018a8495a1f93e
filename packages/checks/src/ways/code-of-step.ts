import { waysCodes } from './codes.ts';

// Of each client, the code of each step that may fail on its way.

export const nodeCodes = {
  'name unknown': waysCodes.NODE_NAME_UNKNOWN,
  'no connection': waysCodes.NODE_NO_CONNECTION,
  'proxy unreached': waysCodes.NODE_PROXY_UNREACHED,
  'proxy refused': waysCodes.NODE_PROXY_REFUSED,
  untrusted: waysCodes.NODE_UNTRUSTED,
  'wrong name': waysCodes.NODE_WRONG_NAME,
  'TLS failed': waysCodes.NODE_TLS_FAILED,
  'no answer': waysCodes.NODE_NO_ANSWER,
} as const;

export const browserCodes = {
  'name unknown': waysCodes.BROWSER_NAME_UNKNOWN,
  'no connection': waysCodes.BROWSER_NO_CONNECTION,
  'proxy unreached': waysCodes.BROWSER_PROXY_UNREACHED,
  'proxy refused': waysCodes.BROWSER_PROXY_REFUSED,
  untrusted: waysCodes.BROWSER_UNTRUSTED,
  'wrong name': waysCodes.BROWSER_WRONG_NAME,
  'TLS failed': waysCodes.BROWSER_TLS_FAILED,
  'no answer': waysCodes.BROWSER_NO_ANSWER,
} as const;

export const databaseCodes = {
  'name unknown': waysCodes.DATABASE_NAME_UNKNOWN,
  'no connection': waysCodes.DATABASE_NO_CONNECTION,
  untrusted: waysCodes.DATABASE_UNTRUSTED,
  'wrong name': waysCodes.DATABASE_WRONG_NAME,
  'TLS failed': waysCodes.DATABASE_TLS_FAILED,
  'no answer': waysCodes.DATABASE_NO_ANSWER,
} as const;

export const apiCodes = {
  'name unknown': waysCodes.API_NAME_UNKNOWN,
  'no connection': waysCodes.API_NO_CONNECTION,
  'proxy unreached': waysCodes.API_PROXY_UNREACHED,
  'proxy refused': waysCodes.API_PROXY_REFUSED,
  untrusted: waysCodes.API_UNTRUSTED,
  'wrong name': waysCodes.API_WRONG_NAME,
  'TLS failed': waysCodes.API_TLS_FAILED,
  'no answer': waysCodes.API_NO_ANSWER,
} as const;
