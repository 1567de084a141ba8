/**
 * Cuts leads into stretches of time. A border lies where the time changes, so leads of one time are never parted;
 * of such places it takes the nearest to the one wanted that leaves a place for every later border.
 *
 * @param times per lead, ascending with time; NaN: unknown
 * @param rows the leads to cut, ascending
 * @param shares of the leads that the stretches should hold, earliest first; they add up to 1
 * @returns the stretch of each row, −1 for an unknown time; undefined when there are fewer different times than
 * stretches
 */
export function cutByTime(
  times: Float64Array,
  rows: Int32Array,
  shares: readonly number[],
): Int32Array | undefined {
  const sorted = sortKnown(times, rows);
  const borders = chooseBorders(findChanges(sorted), shares, sorted.length);
  if (borders === undefined) return undefined;
  const starts = borders.map((place) => sorted[place]!);
  const stretches = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const time = times[rows[i]!]!;
    let stretch = Number.isNaN(time) ? -1 : 0;
    while (stretch < starts.length && time >= starts[stretch]!) stretch += 1;
    stretches[i] = stretch;
  }
  return stretches;
}

function sortKnown(times: Float64Array, rows: Int32Array): Float64Array {
  const sorted = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) sorted[i] = times[rows[i]!]!;
  // NaN comes last.
  sorted.sort();
  let known = sorted.length;
  while (known > 0 && Number.isNaN(sorted[known - 1]!)) known -= 1;
  return sorted.subarray(0, known);
}

/** How many leads lie before each place where the time changes. */
function findChanges(sorted: Float64Array): number[] {
  const places: number[] = [];
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) places.push(i);
  return places;
}

/** Ascending, one fewer than shares. */
function chooseBorders(
  places: readonly number[],
  shares: readonly number[],
  total: number,
): number[] | undefined {
  const count = shares.length - 1;
  if (total === 0 || places.length < count) return undefined;
  const borders: number[] = [];
  let [next, before, share] = [0, 0, 1];
  for (let border = 0; border < count; border++) {
    // Of what is left, so that the stretches behind one of many leads share the rest evenly.
    const wanted = before + ((total - before) * shares[border]!) / share;
    const last = places.length - (count - border);
    while (next < last && Math.abs(places[next + 1]! - wanted) < Math.abs(places[next]! - wanted)) next += 1;
    before = places[next]!;
    share -= shares[border]!;
    borders.push(before);
    next += 1;
  }
  return borders;
}
