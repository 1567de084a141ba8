/** A cell of a CSV file, quoted where it must be (RFC 4180 §2). */
export function formatCell(text: string, separator: string): string {
  const plain = !text.includes(separator) && !/["\r\n]/.test(text);
  return plain ? text : `"${text.replaceAll('"', '""')}"`;
}
