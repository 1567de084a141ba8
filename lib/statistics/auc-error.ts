/**
 * Standard error of an area under the ROC curve (Hanley and McNeil 1982, The meaning and use of the area under
 * a receiver operating characteristic curve, eq. 1).
 *
 * @param converts converted leads, at least 1
 * @param others unconverted leads, at least 1
 * @example aucError(0.893, 51, 58) // 0.0325
 */
export function aucError(area: number, converts: number, others: number): number {
  const [q1, q2] = [area / (2 - area), (2 * area ** 2) / (1 + area)];
  const variance = area * (1 - area) + (converts - 1) * (q1 - area ** 2) + (others - 1) * (q2 - area ** 2);
  return Math.sqrt(Math.max(variance, 0) / (converts * others));
}
