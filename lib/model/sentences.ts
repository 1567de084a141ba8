import type { Field, LeadValue } from '../lead/schema.ts';

const upTo = (last: number, text: (i: number) => string): readonly string[] =>
  Array.from({ length: last + 1 }, (_, i) => text(i));
const RAISES = upTo(100, (percent) => ` raises the odds by ${percent === 0 ? 'less than 1' : percent} %`);
const LOWERS = upTo(100, (percent) => {
  const shown = percent === 0 ? 'less than 1' : percent === 100 ? 'more than 99' : percent;
  return ` lowers the odds by ${shown} %`;
});
const MULTIPLIES = upTo(100, (tenths) => ` multiplies the odds by ${(tenths / 10).toFixed(1)}`);
const PERCENTAGE_POINTS = upTo(99, (tenths) => {
  const shown = tenths === 0 ? 'less than 0.1' : String(tenths / 10);
  return `${shown} percentage point${shown === '1' ? '' : 's'}`;
});
/** A larger factor says nothing more to a reader, and the largest are no numbers any more. */
const LARGEST_FACTOR = 1_000_000;

/**
 * The second half of a reason's sentence: ` raises the odds by 42 %`, ` multiplies the odds by 2.4`.
 *
 * @param effect log-odds before calibration, which say what the value speaks for
 * @param shift log-odds of the published probability (`compileShift`), which the sentence tells
 */
export function describeChange(effect: number, shift: number): string {
  // Calibration may give leads that the model tells apart one probability.
  if (shift === 0)
    return ` speaks ${effect > 0 ? 'for' : 'against'} a conversion, but alone does not change the odds`;
  const factor = Math.exp(shift);
  if (factor >= 10) {
    return ` multiplies the odds by ${factor < LARGEST_FACTOR ? Math.round(factor) : 'more than 1,000,000'}`;
  }
  if (factor >= 2) return MULTIPLIES[Math.round(10 * factor)]!;
  return (shift > 0 ? RAISES : LOWERS)[Math.round(Math.abs(factor - 1) * 100)]!;
}

/**
 * The same of a model whose effects are parts of a probability: ` raises the probability by 4.2 percentage points`.
 *
 * @param effect what the value speaks for
 * @param moved by how much the published probability is another with it
 */
export function describeMove(effect: number, moved: number): string {
  // A probability is held between 0 and 1.
  if (moved === 0)
    return ` speaks ${effect > 0 ? 'for' : 'against'} a conversion, but alone does not change the probability`;
  const tenths = Math.round(1000 * Math.abs(moved));
  const points = PERCENTAGE_POINTS[tenths] ?? `${Math.round(100 * Math.abs(moved))} percentage points`;
  return `${moved > 0 ? ' raises' : ' lowers'} the probability by ${points}`;
}

/** The first half of a sentence about a field's value: `Origin “paid search”`, `Visits 31`, `Budget (not given)`. */
export function compileDescription(field: Field): (value: LeadValue) => string {
  const label = labelOf(field);
  const unit = field.type === 'number' && field.unit !== undefined ? ` ${field.unit}` : '';
  const [before, open] = [`${label} `, `${label} “`];
  const missing = `${label} (not given)`;
  return (value) => {
    if (typeof value === 'string') return `${open}${value}”`;
    if (value === null) return missing;
    if (typeof value === 'number') return before + shortNumber(value) + unit;
    return value ? `${open}yes”` : `${open}no”`;
  };
}

/** A field's value before and after: `Visits 3 → 9`, `Origin “fair” → (not given)`; once, when both are the same. */
export function describeValues(field: Field, from: LeadValue, to: LeadValue): string {
  const describe = compileDescription(field);
  if (from === to) return describe(to);
  return `${describe(from)} →${describe(to).slice(labelOf(field).length)}`;
}

const HUNDREDTHS = upTo(99, (n) => (n === 0 ? '' : String(n / 100).slice(1)));

/**
 * A number as a sentence tells it, whose reader does not count with it: two decimals, four below 1, and three digits
 * of the very small. `31`, `8432.56`, `0.0343`, `0.00012`.
 */
export function shortNumber(x: number): string {
  if (Number.isInteger(x)) return String(x);
  const size = Math.abs(x);
  if (size < 0.01) return String(Number(x.toPrecision(3)));
  if (size < 1) return String(Math.round(x * 1e4) / 1e4);
  const hundredths = Math.round(size * 100);
  const whole = Math.floor(hundredths / 100);
  // Whole numbers are written several times as fast as others.
  return (x < 0 ? '-' : '') + whole + HUNDREDTHS[hundredths - 100 * whole]!;
}

/** The field's label, or its name made readable: `company_size` → `Company size`. */
export function labelOf(field: Field): string {
  const words = field.name.replace(/[_\s]+/g, ' ').trim();
  return field.label ?? words.charAt(0).toUpperCase() + words.slice(1);
}
