import { OPTION_DEFAULTS } from '../contract/training-words.ts';
import { InputError } from '../errors.ts';
import { checkMonotone } from './check-monotone.ts';
import { findRepeats, type Repeats } from './evaluation/find-repeats.ts';
import { joinGroups, largestGroup } from './evaluation/join-groups.ts';
import { planSplit, type SplitPlan } from './evaluation/plan-split.ts';
import { readSegments, type SegmentColumn } from './evaluation/read-segments.ts';
import type { CandidateSpec, FitInput } from './fit-candidate.ts';
import { planOldSplit } from './horizon/split-old.ts';
import { type KeptRows, keepRows } from './out-of-fold.ts';
import { SELECTION_DEFAULTS } from './preparation/preparation-options.ts';
import { type FileFindings, findLeakSuspects } from './profile/find-leak-suspects.ts';
import { type ReadLeads, readLeads, type UnreadLeads } from './table/read-leads.ts';
import type { TrainInput } from './train-input.ts';
import { DEFAULT_SETTINGS } from './trainers/create-trainer.ts';
import { changeSettings, namesToldOf } from './trainers/set-trainer.ts';

/** What a training is going to do. */
export interface TrainingPlan {
  readonly seed: number;
  /** What is tried, in the order they were named. */
  readonly specs: readonly CandidateSpec[];
  readonly read: ReadLeads;
  /** Leads that count as one lead's; absent when there are none. */
  readonly repeats?: Repeats;
  readonly split: SplitPlan;
  readonly fitInput: FitInput;
}

/** A plan, and what may make its figures flatter: for whoever writes the record. */
export interface InspectedPlan extends TrainingPlan {
  readonly findings: FileFindings;
  /** Where predictions out of fold are asked for. */
  readonly kept?: KeptRows;
  /** The columns of `segments`, by the table's rows. */
  readonly segments: readonly SegmentColumn[];
}

/**
 * Reads the leads and plans the splits. The same data, options and seed give the same plan, so whoever needs it makes it
 * anew from the file instead of keeping it.
 *
 * @throws {InputError} when the file or an option is at fault; the message says what to do
 */
export const planTraining = (input: TrainInput): TrainingPlan => plan(input);

/** The same, and looks for columns that may know the outcome and for a conversion rate that moves. */
export function inspectTraining(input: TrainInput): InspectedPlan {
  let findings: FileFindings = { suspects: [], notes: [] };
  let kept: KeptRows | undefined;
  let segments: readonly SegmentColumn[] = [];
  const planned = plan(input, (leads) => {
    // First, as a name that is wrong should be reported at once.
    segments = readSegments(input.segments ?? [], leads);
    findings = findLeakSuspects(leads.old ?? leads, input.time);
    if (input.outOfFold === true) kept = keepRows(leads, input);
  });
  return { ...planned, findings, segments, ...(kept === undefined ? {} : { kept }) };
}

function plan(input: TrainInput, inspect?: (leads: UnreadLeads) => void): TrainingPlan {
  const { seed = OPTION_DEFAULTS.seed, folds = OPTION_DEFAULTS.folds } = input;
  const specs = listCandidates(input);
  const read = readLeads(input, seed, inspect);
  const { leads, labels, groups, horizon } = read;
  // With a horizon times tell ages: of leads whose outcome is known the latest are old, and the others come later than any split.
  const times = horizon === undefined ? read.times : undefined;
  if (horizon !== undefined && (input.classWeight ?? 'none') !== 'none')
    throw new InputError(
      '--class-weight: expected none with --horizon, whose probabilities are those of the leads as they are.',
    );
  const { calibration = 'auto' } = input;
  if (horizon !== undefined && calibration !== 'auto' && calibration !== 'none')
    throw new InputError(
      `--calibration: expected auto or none with --horizon, got ${calibration}: only leads as old as the horizon could teach one, and it would make new leads out to convert as those did.`,
    );
  const { scorecard, trees } = input.settings ?? {};
  checkMonotone(read.schema, { ...scorecard?.monotoneBy, ...trees?.monotoneBy });
  const found = findRepeats(leads, labels);
  const repeats = found !== undefined && chainsGroups(groups, found.groups) ? undefined : found;
  const wanted = {
    labels,
    holdoutShare: input.holdout ?? OPTION_DEFAULTS.holdout,
    folds,
    ...(groups === undefined ? {} : { groups }),
    ...(repeats === undefined ? {} : { repeats: repeats.groups }),
    ...(times === undefined ? {} : { times }),
  };
  const split = horizon === undefined ? planSplit(wanted) : planOldSplit(wanted, horizon.isOld);
  const { together } = split;
  const fitInput: FitInput = {
    features: leads.features,
    labels,
    seed,
    ...(together === undefined ? {} : { groups: together }),
    ...(times === undefined ? {} : { times }),
    ...(horizon?.maturity === undefined ? {} : { maturity: horizon.maturity }),
  };
  const isQuick = specs.length > 1 || labels.length * leads.features.length > MOST_VALUES;
  const tried = specs.map((spec) => (isQuick ? { ...spec, isQuick } : spec));
  return { seed, specs: tried, read, ...(repeats === undefined ? {} : { repeats }), split, fitInput };
}

/** Of so many values a single candidate is measured in the folds as it will be; more of them, or several candidates, would take too long. */
const MOST_VALUES = 1_000_000;

/** Of a joined group this share of the leads at most: more leaves nothing to measure on. */
const MOST_JOINED = 0.1;

/**
 * Whether repeats would chain the told groups to one that is larger than any of them and holds much of the leads. Leads of poor
 * features that happen to be equal do; groups that are told are the better knowledge then.
 */
function chainsGroups(groups: Uint32Array | undefined, repeats: Uint32Array): boolean {
  if (groups === undefined) return false;
  const most = Math.max(largestGroup(groups), MOST_JOINED * groups.length);
  return largestGroup(joinGroups(groups, repeats)) > most;
}

/** @throws {InputError} there are several, and no folds to compare them in */
function listCandidates(input: TrainInput): CandidateSpec[] {
  const {
    trainers = OPTION_DEFAULTS.trainers,
    settings = {},
    selection,
    tune,
    metric = OPTION_DEFAULTS.metric,
    classWeight = 'none',
    folds = OPTION_DEFAULTS.folds,
  } = input;
  const distinct = [...new Set(trainers)];
  if (folds === 0 && distinct.length > 1) {
    throw new InputError(
      `--folds: expected at least 2, to compare ${distinct.join(', ')}, got 0. Name one trainer, or let them be compared.`,
    );
  }
  return distinct.map((trainer) => ({
    trainer,
    settings: changeSettings(DEFAULT_SETTINGS, settings),
    selection: { ...SELECTION_DEFAULTS, ...selection },
    classWeight,
    ...(tune === undefined ? {} : { tune: { count: tune, metric, told: namesToldOf(trainer, settings) } }),
  }));
}
