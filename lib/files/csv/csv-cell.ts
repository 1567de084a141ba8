/** A cell of a CSV file, quoted where it must be (RFC 4180 §2). */
export function formatCell(text: string, separator: string): string {
  const plain = !text.includes(separator) && !/["\r\n]/.test(text);
  return plain ? text : `"${text.replaceAll('"', '""')}"`;
}

/** A row without its line end. */
export const formatRow = (cells: readonly string[], separator: string): string =>
  cells.map((cell) => formatCell(cell, separator)).join(separator);
