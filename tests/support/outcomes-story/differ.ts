/**
 * Figures that follow from how long ago leads were scored, which is some seconds more than the story says: they are alike to a thousandth
 * (measure.py proves that two minutes are not more). All others are the same but for rounding.
 */
const FOLLOWS_TIME = /expected\.value|mature_share|calibration_/;

/**
 * Where figures differ from those that pandas computed. What pandas did not compute is not looked at.
 *
 * @param expected a part of expected.json
 */
export function findDifferences(expected: unknown, actual: unknown, place = ''): string[] {
  if (Array.isArray(expected)) {
    const found = Array.isArray(actual) ? chooseLike(expected, actual) : [];
    if (found.length !== expected.length)
      return [`${place}: expected ${expected.length} entries, got ${found.length}`];
    return expected.flatMap((each, i) => findDifferences(each, found[i], `${place}[${i}]`));
  }
  if (typeof expected === 'object' && expected !== null)
    return Object.entries(expected).flatMap(([name, value]) =>
      findDifferences(value, (actual as Record<string, unknown> | null)?.[name], `${place}.${name}`),
    );
  if (typeof expected === 'number' && typeof actual === 'number') {
    const tolerance = FOLLOWS_TIME.test(place) ? 1e-3 : 1e-8;
    if (Math.abs(expected - actual) <= tolerance * Math.max(1, Math.abs(expected))) return [];
  } else if (expected === actual) return [];
  return [`${place}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`];
}

/** Points of a curve by their days: at its ends it is 0 or 1, which pandas leaves out. */
function chooseLike(expected: readonly unknown[], actual: readonly unknown[]): readonly unknown[] {
  const daysOf = (point: unknown) => (point as { days?: number } | null)?.days;
  if (daysOf(expected[0]) === undefined) return actual;
  const days = new Set(expected.map(daysOf));
  return actual.filter((point) => days.has(daysOf(point)));
}
