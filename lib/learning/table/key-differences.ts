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

/** What all keys begin with, up to their first digit: `L-`, `lead_`; '' where they have nothing in common. */
function commonPrefix(keys: readonly string[]): string {
  let prefix = keys[0] ?? '';
  for (let i = 1; i < Math.min(keys.length, SAMPLED); i++) {
    while (!keys[i]!.startsWith(prefix)) prefix = prefix.slice(0, -1);
  }
  return prefix.replace(/\d.*$/s, '');
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
 * By what keys that meet none of the others differ from them, so that most of them would meet: the form that makes most of
 * them meet, then a second one on top of it, as long as that helps.
 *
 * @returns undefined: no known form makes any of them meet
 */
export function findKeyDifference(
  keys: readonly string[],
  others: readonly string[],
): KeyDifference | undefined {
  const prefixes = [commonPrefix(keys), commonPrefix(others)].filter((prefix) => prefix !== '');
  let left = [...new Set(prefixes)].map(withoutPrefix).concat(FORMS);
  let chosen: KeyForm[] = [];
  let best = { meet: 0, example: ['', ''] as readonly [string, string] };
  while (left.length > 0) {
    const tried = left.map((form) => ({ form, ...meetAs([...chosen, form], keys, others) }));
    const next = tried.reduce((a, b) => (b.meet > a.meet ? b : a));
    if (next.meet <= best.meet) break;
    best = { meet: next.meet, example: next.example };
    chosen = [...chosen, next.form];
    left = left.filter((form) => form !== next.form);
  }
  if (best.meet === 0) return undefined;
  return { name: chosen.map(({ name }) => name).join(' and '), ...best };
}

function meetAs(forms: readonly KeyForm[], keys: readonly string[], others: readonly string[]) {
  const normalise = (key: string) => forms.reduce((text, form) => form.normalise(text), key);
  const byForm = new Map<string, string>();
  for (const other of others) {
    const form = normalise(other);
    if (!byForm.has(form)) byForm.set(form, other);
  }
  let meet = 0;
  let example: readonly [string, string] = ['', ''];
  for (const key of keys) {
    const other = byForm.get(normalise(key));
    if (other === undefined) continue;
    if (meet === 0) example = [key, other];
    meet += 1;
  }
  return { meet, example };
}
