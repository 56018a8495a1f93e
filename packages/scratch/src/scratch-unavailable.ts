/** This machine cannot hold a scratch server: its folder for temporary files, or PostgreSQL here, refuses. No fault of any backup. */
export class ScratchUnavailable extends Error {
  override readonly name = 'ScratchUnavailable';
}
