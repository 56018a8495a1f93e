/** Reads the bytes of evidence or of an attachment by their SHA-256. It throws when they are not there. */
export type ReadEvidence = (sha256: string) => Uint8Array;
