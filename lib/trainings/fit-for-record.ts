/**
 * A training is one item of a table, which holds 400 KB: of a dozen steps each may leave so much. Names of columns, which go into
 * notes, warnings and messages, are as long as somebody has made them.
 */
const MOST_BYTES = 12_000;
const MOST_LISTED = 20;
const MOST_NAMED = 50;
/** Characters of a text; the first that makes it small enough. A key of the bucket is shorter than the last. */
const LENGTHS = [4000, 1000, 250, 100];

/** Figures or an error as they can be recorded: long texts, lists and objects are cut. What is cut stands whole in the files. */
export function fitForRecord<T>(value: T): T {
  let cut = value;
  for (const most of LENGTHS) {
    cut = shorten(value, most) as T;
    if (Buffer.byteLength(JSON.stringify(cut)) <= MOST_BYTES) break;
  }
  return cut;
}

function shorten(value: unknown, most: number): unknown {
  if (typeof value === 'string') return value.length <= most ? value : `${value.slice(0, most - 1)}…`;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.slice(0, MOST_LISTED).map((entry) => shorten(entry, most));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MOST_NAMED)
      .map(([name, entry]) => [shorten(name, most), shorten(entry, most)]),
  );
}
