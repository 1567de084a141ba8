import { OPTION_DEFAULTS } from '../contract/training-words.ts';
import { InputError } from '../errors.ts';
import { DEFAULT_MISSING_WORDS } from '../lead/schema.ts';
import { shortenWord } from '../lead/shorten-word.ts';
import { parseDateWord } from '../lead/value-words.ts';
import { DROPPED, GROUPED_BY, POSITIVES_JOIN } from '../learning/table/left-out.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { isOutcomeKnown } from '../model/known-leads.ts';
import { type Champion, findChampion } from './find-champion.ts';
import type { TrainingStore } from './ports.ts';
import { readPolicy } from './read-policy.ts';
import type { StepDeps } from './step-deps.ts';
import { trainingOf } from './training.ts';
import {
  type PolicySettings,
  type TrainingOptions,
  type TrainingSettings,
  toPolicy,
} from './training-options.ts';
import type { TrainingPolicy } from './training-policy.ts';

export interface ResolvedTraining {
  readonly options: TrainingOptions;
  readonly policy: TrainingPolicy;
  /** Which of the options nobody said: they are the champion's. */
  readonly inherited: readonly string[];
}

type Deps = Pick<StepDeps, 'files' | 'registry' | 'load'> & {
  readonly trainings: Pick<TrainingStore, 'get'>;
};

/**
 * What a training is to do: what was asked for; what that does not say is taken from the model's policy file, then from how the
 * champion was trained, then from the defaults of `scorelane train`.
 *
 * @throws {InputError} nothing says which column is the target, or the policy file is wrong
 */
export async function resolveTraining(
  deps: Deps,
  model: string,
  settings: TrainingSettings,
  policy: PolicySettings,
  base: TrainingPolicy,
): Promise<ResolvedTraining> {
  const { settings: read, policy: usualPolicy } = await readPolicy(deps.files, model);
  const defaults = withHorizon(read);
  const champion = await findChampion(deps, model);
  const before = await settingsOf(deps.trainings, champion);
  const usual = defaults.target ?? before.target;
  const said = withHorizon(settings);
  const asked = lay(said, said.target === undefined ? defaults : keepFor(said.target, defaults, usual));
  // With another target it is another question: nothing of the old answer holds.
  const learned = asked.target === undefined || asked.target === before.target ? before : {};
  const merged = lay(asked, { ...OPTION_DEFAULTS, ...learned });
  const { target } = merged;
  if (target === undefined) throw new InputError(tellNoTarget(model, champion));
  checkHorizon(merged);
  // Null takes back what would be inherited.
  const options = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
  return {
    options: options as TrainingOptions,
    policy: toPolicy(toPolicy(base, usualPolicy), policy),
    inherited: Object.keys(learned).filter((name) => name in options && !(name in asked)),
  };
}

/** The column that tells when a lead converted is the target where there is a horizon. */
const withHorizon = (settings: TrainingSettings): TrainingSettings =>
  settings.converted_at === undefined || settings.target !== undefined
    ? settings
    : { ...settings, target: settings.converted_at };

/** @throws {InputError} members that do not go together */
function checkHorizon({
  horizon,
  converted_at,
  as_of,
  target,
  time,
  positive,
  negative,
  class_weight,
  calibration,
}: TrainingSettings): void {
  if (horizon === undefined) {
    const alone = converted_at === undefined ? (as_of === undefined ? undefined : 'as_of') : 'converted_at';
    if (alone !== undefined) throw new InputError(`${alone}: expected horizon beside it.`);
    return;
  }
  if (converted_at === undefined || typeof time !== 'string')
    throw new InputError(
      'horizon: expected time and converted_at beside it, the columns that tell when a lead came in and when it converted.',
    );
  if (target !== converted_at)
    throw new InputError(
      `target: expected none with horizon, whose outcome is told by converted_at, got “${target}”.`,
    );
  if (positive !== undefined || negative !== undefined)
    throw new InputError('horizon: expected neither positive nor negative, which are values of a target.');
  if (class_weight !== undefined && class_weight !== 'none')
    throw new InputError(`class_weight: expected none with horizon, got ${class_weight}.`);
  if (calibration === 'platt' || calibration === 'isotonic')
    throw new InputError(
      `calibration: expected none or auto with horizon, whose probabilities are those of the fit, got ${calibration}.`,
    );
  if (as_of !== undefined && typeof parseDateWord(as_of.trim()) !== 'string')
    throw new InputError(
      `as_of: expected a date or a time in ISO 8601, such as 2026-11-01, got “${shortenWord(as_of)}”.`,
    );
}

/**
 * The policy file's options as far as they hold for a target. Its positive value is one of the usual target, and the columns
 * that it drops are those that tell that outcome; of another one they may be the best there is.
 *
 * @param usual that of the policy file, or of the champion
 */
function keepFor(target: string, defaults: TrainingSettings, usual: string | undefined): TrainingSettings {
  if (target === (usual ?? target)) return defaults;
  const { positive: _positive, negative: _negative, drop: _drop, ...others } = defaults;
  return others;
}

function tellNoTarget(model: string, champion: Champion | undefined): string {
  const why =
    champion === undefined
      ? `${model} has no champion and no policy file to take it from`
      : `the champion ${model}@${champion.record.version} does not name it, and ${model} has no policy file that does`;
  return `target: expected the column that says whether a lead converted; ${why}.`;
}

/** What is said over what is not. */
const lay = (over: TrainingSettings, under: TrainingSettings): TrainingSettings => ({ ...under, ...over });

/**
 * How a champion was trained: as its own training was told, or, of one that was published by hand, as far as its artifact says. That
 * so few leads as there were are enough (`force`) must be said each time.
 */
async function settingsOf(
  trainings: Deps['trainings'],
  champion: Champion | undefined,
): Promise<TrainingSettings> {
  if (champion === undefined) return {};
  const id = trainingOf(champion.record.createdBy);
  const training = id === undefined ? undefined : await trainings.get(id);
  if (training === undefined) {
    const { artifact } = champion;
    return artifact === undefined || !isOutcomeKnown(artifact) ? {} : readSettings(artifact);
  }
  // Nor until when that file knew of conversions.
  const { force: _force, as_of: _asOf, ...options } = training.options;
  return options;
}

function readSettings({ lineage, schema, horizon }: ModelArtifact): TrainingSettings {
  const { target, positive, joined_sha256: joined, left_out, negative, columns, required } = lineage;
  const listed = (reason: string) =>
    Object.entries(left_out).flatMap(([column, why]) => (why === reason ? [column] : []));
  const [drop, [group]] = [listed(DROPPED), listed(GROUPED_BY)];
  const missing = schema.missing_words.filter((word) => !DEFAULT_MISSING_WORDS.includes(word));
  return {
    target,
    // Of several words, which are told apart by themselves, it is a list; with --join it is none of the column.
    ...(joined !== undefined || positive.includes(POSITIVES_JOIN) || horizon !== undefined
      ? {}
      : { positive }),
    ...(horizon === undefined ? {} : { horizon: horizon.days, converted_at: target, time: horizon.time }),
    ...(drop.length === 0 ? {} : { drop }),
    ...(group === undefined ? {} : { group }),
    ...(required === undefined ? {} : { required: required === 'all' ? required : [...required] }),
    // Read otherwise, its leads would not be known again.
    ...(missing.length === 0 ? {} : { missing }),
    ...(negative === undefined ? {} : { negative: [...negative] }),
    ...(columns === undefined ? {} : { columns: columns as TrainingSettings['columns'] & {} }),
  };
}
