/** What only the build knows. `infra/build/build-functions.ts` puts the facts in the place of this file. */
export interface BuildFacts {
  /** Versions of what computes, by name, besides Node's. */
  readonly libraries: Readonly<Record<string, string>>;
  /** The text of Chart.js. */
  readonly chartScript: string;
}

export const BUILD_FACTS: BuildFacts = { libraries: {}, chartScript: '' };
