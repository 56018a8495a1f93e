/** What can be wrong with an application that was fine a moment ago: for faults. */
export const troubles = [
  /** It answers every request with a server error. */
  'fails',
  /** It takes requests and answers none. */
  'hangs',
  /** Its address leads to one with a certificate that has expired. */
  'certificate-expired',
  /** It shows everybody what was for logged-in people. */
  'open',
  /** Its link to log in has another id. */
  'log-in-renamed',
  /** It forgets every session at once. */
  'forgets-sessions',
  /** The page for logged-in people was made anew, with other ids. */
  'redesigned',
  /** Its page for logged-in people never comes to its end. */
  'never-ends',
  /** Its page for logged-in people loads itself again and again. */
  'reloads',
  /** Its link to log out is gone. */
  'log-out-gone',
  /** It shows its link to log out twice. */
  'log-out-twice',
  /** After a logout it sends people to another page than before. */
  'lands-elsewhere',
  /** After a logout it sends people to its page for logged-in people, and so to Keycloak again. */
  'comes-back',
  /** It ends no session at a logout: the browser forgets the cookie, the server does not. */
  'keeps-sessions',
  /** After a logout it still greets the user. */
  'greets-on',
  /** Its protected path is for everybody. */
  'unprotected',
  /** At a logout it leaves its cookie in the browser. */
  'keeps-cookie',
  /** Its page for logged-in people is an error, in the layout of the site. */
  'error-in-layout',
  /** The page on which a logout ends is an error. */
  'farewell-fails',
  /** Its page for logged-in people keeps the browser busy for ever. */
  'spins',
] as const;
export type Trouble = (typeof troubles)[number];
