/** Long names, January first: English, German, French, Spanish, Italian, Portuguese, Dutch. */
const LONG_NAMES: readonly string[] = [
  'january february march april may june july august september october november december',
  'januar februar märz april mai juni juli august september oktober november dezember',
  'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro',
  'januari februari maart april mei juni juli augustus september oktober november december',
];
/** Short names that are not the beginning of a long one, and what German has besides. */
const OTHER_NAMES: Readonly<Record<string, number>> = {
  mrz: 3,
  mrt: 3,
  janner: 1,
  jaenner: 1,
  maerz: 3,
};

const withoutAccents = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '');

/** Every beginning of three letters and more that only one month has: `jui` is June and July in French, so it is none. */
function listMonths(): ReadonlyMap<string, number> {
  const months = new Map<string, number>(Object.entries(OTHER_NAMES));
  const shared = new Set<string>();
  for (const names of LONG_NAMES) {
    names.split(' ').forEach((name, i) => {
      const plain = withoutAccents(name);
      for (let length = 3; length <= plain.length; length++) {
        const start = plain.slice(0, length);
        if ((months.get(start) ?? i + 1) !== i + 1) shared.add(start);
        else months.set(start, i + 1);
      }
    });
  }
  for (const start of shared) months.delete(start);
  return months;
}

let months: ReadonlyMap<string, number> | undefined;

/**
 * The month that a name or its beginning means, in any case, with or without accents; undefined: none.
 *
 * @example
 * monthOf('Jan'); // 1
 * monthOf('AOÛT'); // 8
 */
export function monthOf(name: string): number | undefined {
  months ??= listMonths();
  return months.get(withoutAccents(name).toLowerCase());
}
