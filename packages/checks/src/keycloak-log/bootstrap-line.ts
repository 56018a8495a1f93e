/**
 * True where this version logs the end of its bootstrap: from 26.6 on, whose banner comes before the database is migrated
 * and so proves nothing alone. 24.0.5 and 26.4.0 print the banner last and have no such line.
 */
export function printsBootstrap(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 26 || (major === 26 && minor >= 6);
}
