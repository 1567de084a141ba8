/** Something that the person at the terminal can put right; the message is one line that says how. */
export class LocalStackError extends Error {
  override readonly name: string = 'LocalStackError';
}
