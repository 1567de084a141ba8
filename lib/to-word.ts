/** What is no text around a word: the spaces of Unicode, and what has no width. */
const EDGES = /^[\s\u0085\u200b\u2060\ufeff]+|[\s\u0085\u200b\u2060\ufeff]+$/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: it tells ASCII from the rest
const ASCII = /^[\x00-\x7f]*$/;

/**
 * A text as a word: without the space around it, in Unicode's composed form (NFC, Unicode Standard Annex 15), so that
 * the same text is the same word however a file, a request or a person writes it.
 *
 * @example
 * toWord(' Zu\u0308rich\u00a0'); // 'Zürich', seven characters
 */
export function toWord(text: string): string {
  if (ASCII.test(text)) return text.trim();
  return text.replace(EDGES, '').normalize('NFC');
}
