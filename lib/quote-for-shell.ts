/** A word as a POSIX shell takes it. */
export const quoteForShell = (text: string): string =>
  /^[\w,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
