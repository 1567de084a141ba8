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
  return FORMULA_STARTS.includes(text.charCodeAt(0)) ? `'${text}` : text;
}

/** = + - @ tab CR */
const FORMULA_STARTS: readonly number[] = [61, 43, 45, 64, 9, 13];
