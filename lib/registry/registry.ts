/** The exact model that a prediction is scored with: pinned when the lead is accepted, never changed. */
export interface ModelRef {
  readonly name: string;
  readonly version: string;
  /** SHA-256 of the artifact's bytes, lower-case hex. */
  readonly sha256: string;
}

/**
 * A published version of a model. Written once, never changed; its bytes lie under an immutable key.
 * Versions are `v1`, `v2`, …: never reused; a gap is possible after a crash.
 */
export interface ModelVersion extends ModelRef {
  readonly createdAt: Date;
  readonly createdBy: string;
  /** Figures on the hold-out leads, by their names in the artifact. */
  readonly metrics: Readonly<Record<string, number>>;
}

export const CHAMPION = 'champion';

/** Model names: what may stand in a key, a path and a URL without quoting. */
export const MODEL_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** The bucket key of a version's artifact. */
export const artifactKey = (name: string, version: string): string => `models/${name}/${version}/model.json`;
