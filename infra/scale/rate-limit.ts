/** After so long DynamoDB takes twice of what it was asked for most. */
const GROWTH_SECONDS = 1800;

/**
 * A service that takes so many units a second, and what comes at once within a second. It keeps no record of quieter times
 * to spend later, as DynamoDB does for five minutes: it is stricter.
 */
export class RateLimit {
  /** The most units that came within a second. */
  peak = 0;
  #rate: number;
  readonly #grows: boolean;
  /** When all that was taken so far is done at this rate. */
  #done = 0;
  #second = 0;
  #inSecond = 0;
  #growthAt = GROWTH_SECONDS;

  constructor(perSecond: number, grows = false) {
    this.#rate = perSecond;
    this.#grows = grows;
  }

  /**
   * Takes units.
   *
   * @returns seconds until they are served; undefined: longer than `patience`, and nothing was taken
   */
  take(now: number, units: number, patience: number): number | undefined {
    if (this.#grows && now >= this.#growthAt) {
      this.#rate = Math.max(this.#rate, 2 * this.peak);
      this.#growthAt = now + GROWTH_SECONDS;
    }
    const done = Math.max(this.#done, now) + units / this.#rate;
    const wait = Math.max(0, done - now - 1);
    if (wait > patience) return undefined;
    this.#done = done;
    const second = Math.floor(now + wait);
    if (second !== this.#second) {
      this.#second = second;
      this.#inSecond = 0;
    }
    this.#inSecond += units;
    this.peak = Math.max(this.peak, this.#inSecond);
    return wait;
  }
}
