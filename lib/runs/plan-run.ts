import { InputError } from '../errors.ts';
import { DEFAULT_MISSING_WORDS } from '../lead/schema.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { findChampion } from './find-champion.ts';
import { type PolicyFile, readPolicy } from './read-policy.ts';
import {
  OPTION_DEFAULTS,
  type PolicySettings,
  type RunOptions,
  type RunSettings,
  toPolicy,
} from './run-options.ts';
import type { StepDeps } from './step-deps.ts';
import type { TrainingPolicy } from './training-policy.ts';

export interface PlannedRun {
  readonly options: RunOptions;
  readonly policy: TrainingPolicy;
  readonly file: PolicyFile;
}

/**
 * What a run is to do: what was asked for; what that does not say is taken from the model's policy file, then from how the
 * champion was trained, then from the defaults of `scorelane train`.
 *
 * @throws {InputError} nothing says which column is the target, or the policy file is wrong
 */
export async function planRun(
  deps: Pick<StepDeps, 'files' | 'registry' | 'load'>,
  model: string,
  settings: RunSettings,
  policy: PolicySettings,
  base: TrainingPolicy,
): Promise<PlannedRun> {
  const file = await readPolicy(deps.files, model);
  const {
    minimum_new_rows,
    minimum_new_conversions,
    promotion,
    standard_errors,
    schedule: _schedule,
    ...defaults
  } = file;
  const champion = await findChampion(deps, model);
  const asked = { ...defaults, ...settings };
  const learned = champion?.artifact === undefined ? {} : likeBefore(champion.artifact, asked.target);
  const merged = { ...OPTION_DEFAULTS, ...learned, ...asked };
  const { target } = merged;
  if (target === undefined) {
    throw new InputError(
      `target: expected the column that says whether a lead converted; ${model} has no champion and no policy file to take it from.`,
    );
  }
  const written = omitUndefined({ minimum_new_rows, minimum_new_conversions, promotion, standard_errors });
  const options = { ...merged, target } as RunOptions;
  return { options, policy: toPolicy(toPolicy(base, written), policy), file };
}

/** What the champion tells of its options; nothing when another target is asked for. */
function likeBefore({ lineage, schema }: ModelArtifact, asked: string | undefined): RunSettings {
  const { target, positive, joined_sha256: joined, left_out } = lineage;
  if (asked !== undefined && asked !== target) return {};
  const drop = Object.entries(left_out).flatMap(([column, why]) =>
    why === 'named by --drop' ? [column] : [],
  );
  const missing = schema.missing_words.filter((word) => !DEFAULT_MISSING_WORDS.includes(word));
  return {
    target,
    // Of several words, which are told apart by themselves, it is a list; with --join it is none of the column.
    ...(joined !== undefined || positive.includes(' or ') ? {} : { positive }),
    ...(drop.length === 0 ? {} : { drop }),
    // Read otherwise, its leads would not be known again.
    ...(missing.length === 0 ? {} : { missing }),
  };
}

const omitUndefined = (given: Record<string, unknown>): PolicySettings =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
