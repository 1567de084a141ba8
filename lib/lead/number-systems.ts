import type { NumberForm } from '../contract/lead-schema.ts';

/** A decimal sign and what separates thousands. */
export type NumberSystem = Pick<NumberForm, 'decimal' | 'thousands'>;

interface Pattern extends NumberSystem {
  readonly pattern: RegExp;
}

/** Beyond so many digits before the decimal sign a double loses some: such words are identifiers. */
const TOO_MANY_DIGITS = /\d{16}/;
const EXPONENT = '(?:[eE][+-]?\\d{1,3})?';

function makePattern(decimal: '.' | ',', thousands?: ',' | '.' | ' ' | "'"): Pattern {
  const d = `[${decimal}]`;
  const plain = `(?:(?:0|[1-9]\\d*)(?:${d}\\d+)?|${d}\\d+)${EXPONENT}`;
  if (thousands === undefined) return { decimal, pattern: new RegExp(`^${plain}$`) };
  // India groups by two above the thousands: 12,34,567.
  const indian = thousands === ',' ? `|[1-9]\\d?(?:,\\d{2})+,\\d{3}(?:${d}\\d+)?` : '';
  const grouped = `[1-9]\\d{0,2}(?:[${thousands}]\\d{3})+(?:${d}\\d+)?`;
  return { decimal, thousands, pattern: new RegExp(`^(?:${plain}|${grouped}${indian})$`) };
}

/** Every way to read digits and marks, the simpler first. */
export const SYSTEMS: readonly Pattern[] = [
  makePattern('.'),
  makePattern(','),
  makePattern('.', ','),
  makePattern('.', ' '),
  makePattern('.', "'"),
  makePattern(',', '.'),
  makePattern(',', ' '),
  makePattern(',', "'"),
];

/** Bits of systems, the first of `SYSTEMS` being 1. */
const bitsOf = (fits: (system: Pattern) => boolean): number =>
  SYSTEMS.reduce((bits, system, i) => (fits(system) ? bits | (1 << i) : bits), 0);

export const EVERY_SYSTEM = (1 << SYSTEMS.length) - 1;
export const bitsWithDecimal = (decimal: '.' | ','): number => bitsOf((system) => system.decimal === decimal);
export const bitsOfSystem = ({ decimal, thousands }: NumberSystem): number =>
  bitsOf((system) => system.decimal === decimal && system.thousands === thousands);

/** The systems that read digits and marks, as bits; 0: none does. */
export function systemsReading(core: string): number {
  // Only marks tell them apart.
  if (/^\d+$/.test(core))
    return core.length < 16 && (core === '0' || !core.startsWith('0')) ? EVERY_SYSTEM : 0;
  return bitsOf((system) => readIn(core, system) !== undefined);
}

const POINT_DECIMAL = bitsWithDecimal('.');
const POINT_THOUSANDS = bitsOfSystem({ decimal: ',', thousands: '.' });

/** `systemsReading` of few digits with one point between them, and no zero before others. */
export const systemsReadingPoint = (core: string): number =>
  isEither(core) ? POINT_DECIMAL | POINT_THOUSANDS : POINT_DECIMAL;

/** One mark before three digits: it may part decimals or thousands. */
export const isEither = (core: string): boolean => /^[1-9]\d{0,2}[.,]\d{3}$/.test(core);

/** What a word such as `1,200` may mean, with thousands and with decimals; undefined for any other word. */
export function bothReadings(word: string): readonly [thousands: number, decimals: number] | undefined {
  if (!isEither(word.replace('-', ''))) return undefined;
  return [Number(word.replace(/[.,]/, '')), Number(word.replace(',', '.'))];
}

/** What digits and marks mean in a system; undefined: it cannot read them. */
export function readIn(core: string, system: NumberSystem): number | undefined {
  const { decimal, thousands, pattern } = 'pattern' in system ? (system as Pattern) : find(system);
  if (!pattern.test(core)) return undefined;
  const whole = thousands === undefined ? core : core.replaceAll(thousands, '');
  if (whole.length > 15 && TOO_MANY_DIGITS.test(whole.split(decimal, 1)[0]!)) return undefined;
  const value = Number(decimal === '.' ? whole : whole.replace(',', '.'));
  return Number.isFinite(value) ? value : undefined;
}

const find = ({ decimal, thousands }: NumberSystem): Pattern =>
  SYSTEMS.find((system) => system.decimal === decimal && system.thousands === thousands)!;
