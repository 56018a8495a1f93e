/** Why a source of confirmations could not be read, as the end of a sentence. */
export class Unreadable extends Error {}
