const CENTRE = {
  top: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
    67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  bottom: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
};
const TAIL = {
  top: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  bottom: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
};

/** A polynomial, its constant first. */
const at = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

/**
 * The quantile of the standard normal distribution (Wichura 1988, Algorithm AS 241: the percentage points of the normal
 * distribution), to 1e-15 of its size.
 *
 * @param share from 1.4e-11 to 1 − 1.4e-11
 * @example normalQuantile(0.975) // 1.959963984540054
 */
export function normalQuantile(share: number): number {
  const distance = share - 0.5;
  if (Math.abs(distance) <= 0.425) {
    const x = 0.180625 - distance * distance;
    return (distance * at(CENTRE.top, x)) / at(CENTRE.bottom, x);
  }
  const x = Math.sqrt(-Math.log(Math.min(share, 1 - share))) - 1.6;
  return (Math.sign(distance) * at(TAIL.top, x)) / at(TAIL.bottom, x);
}
