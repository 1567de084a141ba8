/**
 * Chooses points of a curve such that the straight lines between them keep its shape and the area below it.
 * First, where there are very many points, only those at both ends of short stretches of equal length stay; then
 * the point whose triangle with its neighbours is smallest goes, again and again (Visvalingam & Whyatt 1993, Line
 * generalisation by repeated elimination of points), as far as it does not add to the area that was lost or
 * gained so far.
 *
 * @param x ascending or equal
 * @param y as many as x
 * @param most points to keep, at least 2; the first and the last always stay
 * @returns the points' indices, ascending
 */
export function thinCurve(x: Float64Array, y: Float64Array, most: number): Uint32Array {
  if (x.length <= most) return Uint32Array.from(x.keys());
  return dropSmallest(x, y, keepEnds(x, y, STRETCHES_PER_POINT * most), most);
}

const STRETCHES_PER_POINT = 5;

/** The first and last point of every one of `count` stretches of the curve's length, |Δx| + |Δy|. */
function keepEnds(x: Float64Array, y: Float64Array, count: number): Uint32Array {
  const lengths = new Float64Array(x.length);
  for (let i = 1; i < x.length; i++) {
    lengths[i] = lengths[i - 1]! + Math.abs(x[i]! - x[i - 1]!) + Math.abs(y[i]! - y[i - 1]!);
  }
  const last = x.length - 1;
  const stretchOf = (i: number) => Math.floor((lengths[i]! / lengths[last]!) * count);
  return Uint32Array.from(x.keys()).filter(
    (i) => i === 0 || i === last || stretchOf(i) !== stretchOf(i - 1) || stretchOf(i) !== stretchOf(i + 1),
  );
}

function dropSmallest(x: Float64Array, y: Float64Array, points: Uint32Array, most: number): Uint32Array {
  const { abs } = Math;
  const kept = Array.from(points);
  const triangles = kept.map((_, at) => triangleAt(x, y, kept, at));
  // By how much the area below the kept points is larger than that below all.
  let gained = 0;
  while (kept.length > most) {
    let [smallest, cost] = [1, Number.POSITIVE_INFINITY];
    for (let at = 1; at < kept.length - 1; at++) {
      const triangle = triangles[at]!;
      const candidate = abs(triangle) + abs(gained + triangle);
      if (candidate < cost) [smallest, cost] = [at, candidate];
    }
    gained += triangles[smallest]!;
    kept.splice(smallest, 1);
    triangles.splice(smallest, 1);
    for (const at of [smallest - 1, smallest]) triangles[at] = triangleAt(x, y, kept, at);
  }
  return Uint32Array.from(kept);
}

/** What the area below the curve gains when this point goes; the first and the last have none. */
function triangleAt(x: Float64Array, y: Float64Array, kept: readonly number[], at: number): number {
  if (at === 0 || at === kept.length - 1) return 0;
  const [a, b, c] = [kept[at - 1]!, kept[at]!, kept[at + 1]!];
  return ((x[b]! - x[a]!) * (y[c]! - y[a]!) - (x[c]! - x[a]!) * (y[b]! - y[a]!)) / 2;
}
