/**
 * A text that quotes cells of a file, and the same without them. On the machine of whoever has the file the cells help;
 * records and logs are kept and hold no lead.
 */
export interface Quoting {
  readonly text: string;
  readonly withoutCells: string;
}

/** Words of the file for a message, with what quotes them. */
export const cells = (text: string): Quoting => ({ text, withoutCells: '…' });

/**
 * A template tag.
 *
 * @example
 * quoting`${column}: expected a date, found ${cells('“Anna”')}.`.withoutCells // day: expected a date, found ….
 */
export function quoting(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Quoting)[]
): Quoting {
  const join = (read: (value: Quoting) => string): string =>
    String.raw({ raw: parts }, ...values.map((value) => (typeof value === 'object' ? read(value) : value)));
  return { text: join((value) => value.text), withoutCells: join((value) => value.withoutCells) };
}

/**
 * A finished sentence without all that stands in quotes, which may be cells. Greedy: a cell may hold a quotation mark.
 */
export const hideQuoted = (text: string): string => text.replace(/“.*”/gs, '…');

/** Words quoted for a message, the first few: `“a”, “b” …`. */
export function quoteSome(words: readonly string[], most = 5): string {
  const shown = words.slice(0, most).map((word) => `“${word.length > 40 ? `${word.slice(0, 40)}…` : word}”`);
  return shown.join(', ') + (words.length > most ? ' …' : '');
}

/** A word as a POSIX shell takes it. */
export const quoteForShell = (text: string): string =>
  /^[\w,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
