/** How the keys of two files may be written differently. */
export interface KeyForm {
  /** What one file has and the other has not, or has otherwise. */
  readonly name: string;
  /** A key without it. */
  readonly normalise: (key: string) => string;
}

/** Letters and digits are what a key is; U+FEFF and the zero-width signs are no white space to a regular expression. */
const SPACES = /[\s\u200b-\u200d\u2060\ufeff]+/gu;

const FORMS: readonly KeyForm[] = [
  { name: 'spaces', normalise: (key) => key.replace(SPACES, '') },
  { name: 'the case of letters', normalise: (key) => key.toLowerCase() },
  { name: 'an ending such as “.0”', normalise: (key) => key.replace(/^(\d+)[.,]0+$/, '$1') },
  { name: 'leading zeros', normalise: (key) => key.replace(/^0+(?=.)/, '') },
  { name: 'hyphens', normalise: (key) => key.replace(/[-–—_]/g, '') },
];

/** Keys whose beginning is compared. */
const SAMPLED = 1000;

/** What all keys begin with, up to a sign, or else up to their first digit: `L-`, `crm:`, `SF`; '' where they have nothing in common. */
function commonPrefix(keys: readonly string[]): string {
  let prefix = keys[0] ?? '';
  for (let i = 1; i < Math.min(keys.length, SAMPLED); i++) {
    while (!keys[i]!.startsWith(prefix)) prefix = prefix.slice(0, -1);
  }
  const [signed] = /^.*[^\p{L}\p{N}]/su.exec(prefix) ?? [];
  return signed ?? prefix.replace(/\d.*$/s, '');
}

const withoutPrefix = (prefix: string): KeyForm => ({
  name: `the prefix “${prefix}”`,
  normalise: (key) => (key.startsWith(prefix) ? key.slice(prefix.length) : key),
});

export interface KeyDifference {
  /** In words: `leading zeros`, `spaces and the case of letters`. */
  readonly name: string;
  /** How many of the keys meet one of the others when it is left out. */
  readonly meet: number;
  /** A key, and the one of the others that it meets then. */
  readonly example: readonly [key: string, other: string];
}

/**
 * By what keys that meet none of the others differ from them, so that most of them would meet: of all the ways together those
 * without which fewer would.
 *
 * @returns undefined: no known way makes any of them meet
 */
export function findKeyDifference(
  keys: readonly string[],
  others: readonly string[],
): KeyDifference | undefined {
  const [own, theirs] = [commonPrefix(keys), commonPrefix(others)].map((prefix) =>
    prefix === '' ? [] : [withoutPrefix(prefix)],
  ) as [KeyForm[], KeyForm[]];
  const prefixes = [[], own, theirs, [...own, ...theirs]];
  let best = { forms: [] as readonly KeyForm[], ...NO_MEETING };
  for (const prefix of prefixes) {
    const forms = [...prefix, ...FORMS];
    const met = meetAs(forms, keys, others);
    if (met.meet > best.meet) best = { forms, ...met };
  }
  if (best.meet === 0) return undefined;
  for (const form of best.forms) {
    const forms = best.forms.filter((other) => other !== form);
    const met = meetAs(forms, keys, others);
    if (met.meet >= best.meet) best = { forms, ...met };
  }
  const { meet, example, forms } = best;
  return { name: forms.map(({ name }) => name).join(' and '), meet, example };
}

interface Meeting {
  readonly meet: number;
  readonly example: readonly [key: string, other: string];
}

const NO_MEETING: Meeting = { meet: 0, example: ['', ''] };

function meetAs(forms: readonly KeyForm[], keys: readonly string[], others: readonly string[]): Meeting {
  const normalise = (key: string) => forms.reduce((text, form) => form.normalise(text), key);
  const byForm = new Map<string, string>();
  for (const other of others) {
    const form = normalise(other);
    if (!byForm.has(form)) byForm.set(form, other);
  }
  let meet = 0;
  let { example } = NO_MEETING;
  for (const key of keys) {
    const other = byForm.get(normalise(key));
    if (other === undefined) continue;
    if (meet === 0) example = [key, other];
    meet += 1;
  }
  return { meet, example };
}
