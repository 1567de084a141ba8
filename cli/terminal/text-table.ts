/** How a column of cells is aligned; words start together, figures end together. */
export type Align = 'left' | 'right';

/**
 * Cells as lines of columns of equal width, two spaces apart.
 *
 * @param align per column; left where it says nothing
 */
export function alignCells(rows: readonly (readonly string[])[], align: readonly Align[] = []): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, i) => (align[i] === 'right' ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}

/** `a long na…`: a text of at most `width` characters. */
export const shortenText = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text;

/** Words as lines of at most `width` characters; a longer word has a line of its own. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

export const TITLE_WIDTH = 11;

/** A block of lines beside its title; nothing when there are none. */
export const section = (title: string, lines: readonly string[]): string[] =>
  lines.map((line, i) => `${(i === 0 ? title : '').padEnd(TITLE_WIDTH)}${line}`);
