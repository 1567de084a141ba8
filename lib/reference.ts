import { MOST_REFERENCE } from './contract/words.ts';

/** Whether text can be a reference, the caller's own id of a lead: 1 to 128 characters, none of them a control character. */
export const isReference = (text: string): boolean => REFERENCE.test(text);

const REFERENCE = new RegExp(`^[^\\p{Cc}\\p{Cs}]{1,${MOST_REFERENCE}}$`, 'u');

/** What is wrong with a value as a reference; undefined: nothing is. @param value untrusted */
export function explainReference(value: unknown): string | undefined {
  if (typeof value === 'string' && isReference(value)) return undefined;
  return `expected text of 1 to ${MOST_REFERENCE} characters without control characters, got ${describe(value)}`;
}

function describe(value: unknown): string {
  if (typeof value !== 'string') return 'something else';
  const { length } = [...value];
  return length > 0 && length <= MOST_REFERENCE ? 'a control character in it' : `${length} characters`;
}
