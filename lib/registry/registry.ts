import { MODELS_FOLDER } from '../bucket-folders.ts';
import type { ALIAS_ACTIONS } from '../contract/words.ts';

/** The exact model that a prediction is scored with: pinned when the lead is accepted, never changed. */
export interface ModelRef {
  readonly name: string;
  readonly version: string;
  /** SHA-256 of the artifact's bytes, lower-case hex. */
  readonly sha256: string;
}

/**
 * A published version of a model. Written once; only its tags are added to. Its bytes lie under an immutable
 * key. Versions are `v1`, `v2`, …: never reused; a gap is possible after a crash.
 */
export interface ModelVersion extends ModelRef {
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly trainer: string;
  /** It says how likely a lead converts within so many days; absent: at all. */
  readonly horizonDays?: number;
  /** Figures on the hold-out leads (out of fold where nothing was held out), by their names in the artifact. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Free words, sorted, each once. */
  readonly tags: readonly string[];
  /** What lies beside the artifact: `report.html`, `metrics.json`, `leads.json`, `checks.json`. */
  readonly files: readonly string[];
}

/** The alias that serves. */
export const CHAMPION = 'champion';
/** The alias that is scored in the shadow of the champion. */
export const CHALLENGER = 'challenger';

/** `promote` moves an alias to a version, `roll back` to the one before, `remove` takes it away. */
export type AliasAction = (typeof ALIAS_ACTIONS)[number];

/** One entry of an alias's history, which is only ever added to. */
export interface AliasMove {
  readonly name: string;
  readonly alias: string;
  readonly action: AliasAction;
  /** Undefined: the alias did not exist. */
  readonly from: string | undefined;
  /** Undefined: the alias is removed. */
  readonly to: string | undefined;
  readonly at: Date;
  readonly by: string;
  /** Free text; may be empty. */
  readonly why: string;
}

/** Model names: what may stand in a key, a path and a URL without quoting. */
export const MODEL_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;
/** Aliases, too; a `v` with digits is a version. */
export const ALIAS_NAME = /^(?!v\d+$)[a-z][a-z0-9-]{0,31}$/;
export const VERSION = /^v[1-9]\d{0,8}$/;
/** Tags: `1.0`, `2026-q1`. */
export const TAG = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The bucket key of a file of a version. */
export const versionKey = (name: string, version: string, file: string): string =>
  `${MODELS_FOLDER}${name}/${version}/${file}`;

/** The bucket key of a version's artifact. */
export const artifactKey = (name: string, version: string): string => versionKey(name, version, 'model.json');
