/** Something does not hold that must. */
export class Violation extends Error {
  override readonly name = 'Violation';
}
