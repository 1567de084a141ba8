/** A cell of a CSV file, quoted where it must be (RFC 4180 §2). */
export function formatCell(text: string, separator: string): string {
  const plain = !text.includes(separator) && !/["\r\n]/.test(text);
  return plain ? text : `"${text.replaceAll('"', '""')}"`;
}

/**
 * Text that a spreadsheet will not take for a formula: an apostrophe goes before =, +, -, @, tab and carriage
 * return (OWASP, CSV Injection). For text only; a negative number would become text.
 */
export function neutraliseFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
