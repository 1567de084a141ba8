const write = (value: number, format: Intl.NumberFormatOptions): string =>
  value.toLocaleString(document.documentElement.lang, format);

/** 0.1234 → `12.3 %`, the language's way. */
export const percent = (share: number, digits = 1): string =>
  `${write(100 * share, { minimumFractionDigits: digits, maximumFractionDigits: digits })} %`;

/** With at most so many decimals, the language's way. */
export const number = (value: number, digits = 2): string => write(value, { maximumFractionDigits: digits });

export const whole = (value: number): string => number(value, 0);

/** Of an ISO 8601 instant, in the reader's time zone. */
export const moment = (iso: string): string =>
  new Date(iso).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
