/** `1 row`, `8,000 rows`: counts as people read them, whatever the machine's locale. */
export const count = (n: number, noun: string): string =>
  `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`;
