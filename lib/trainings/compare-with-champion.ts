import type { TrainingPlan } from '../learning/plan-training.ts';
import { scoreWithModel } from '../learning/score-with-model.ts';
import { POSITIVES_JOIN } from '../learning/table/left-out.ts';
import type { ReadLeads } from '../learning/table/read-leads.ts';
import type { Trial } from '../learning/try-candidates.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { areLeadsKnown, isOutcomeKnown } from '../model/known-leads.ts';
import { compareLosses } from '../statistics/compare-losses.ts';
import { sum } from '../statistics/sum.ts';
import type { Champion } from './find-champion.ts';
import type { StepDeps } from './step-deps.ts';
import type { Comparison } from './training.ts';
import { findUnseen } from './unseen-leads.ts';

/** A standard error of fewer leads, or groups of them, tells nothing. */
const FEWEST_ROWS = 30;
/**
 * With fewer conversions, whoever predicts less wins by the luck of a sample that has few: of 100 leads of which 2 convert, a
 * model that is too low by .3 in log-odds beats the truth by more than its standard error every fifth time; with ten of
 * either outcome, at most every thirteenth.
 */
export const FEWEST_OF_AN_OUTCOME = 10;

/**
 * Of what passes for new, such a share at most may be leads of before that were changed: these are not any leads, but those
 * that something has happened to, most of all that they have converted. A fiftieth that all converted move a rate of 20 % to
 * 21.6 %, which is below the error of any comparison; a tenth would decide it.
 */
const MOST_CHANGED = 0.02;

/**
 * Log-losses of the new model, as it was fitted without the hold-out, and of the champion, on held-out leads that neither
 * has seen.
 *
 * @returns a text saying why they cannot be compared
 */
export async function compareWithChampion(
  files: StepDeps['files'],
  { record, artifact }: Champion,
  target: string,
  { read, split }: TrainingPlan,
  { winner }: Trial,
): Promise<Comparison | string> {
  const { version } = record;
  if (artifact === undefined) return `${version} cannot be read`;
  if (split.holdout === undefined || winner.predictions === undefined)
    return 'no leads were held out. Train with a hold-out';
  if (!isOutcomeKnown(artifact))
    return `${version} was imported without outcomes, so it is not known which of these it has learned from, nor whether it predicts “${target}”. Import it again with --leads and --on, or compare the two with scorelane models compare --leads and a file of newer leads`;
  const meaning = findOtherMeaning(artifact, target, read);
  if (meaning !== undefined) return `${version} ${meaning}`;
  if (areLeadsKnown(artifact) && artifact.lineage.data_sha256 === read.sha256)
    return `${version} has learned from this very file. Train on a file that holds these leads as they are and newer ones, too`;
  const unseen = await findUnseen(files, record, artifact, read);
  if (typeof unseen === 'string') return unseen;
  const { novel, vanished } = unseen;
  const { test } = split.holdout;
  const { together } = split;
  const isUnseen = createUnseen(novel, together);
  const chosen = [...test.keys()].filter((i) => isUnseen(test[i]!));
  const rows = Int32Array.from(chosen, (i) => test[i]!);
  const labels = Uint8Array.from(rows, (row) => read.labels[row]!);
  const groups = together && Uint32Array.from(rows, (row) => together[row]!);
  const shortage = findShortage(labels, groups);
  if (shortage !== undefined)
    return `of ${n(test.length)} held-out leads ${n(rows.length)} are new to ${version}, ${shortage}. Train on a file that holds more new leads`;
  if (vanished > MOST_CHANGED * sum(novel))
    return `of the ${n(artifact.lineage.rows)} leads that ${version} has learned from, ${n(vanished)} are missing from the file or changed, so it is not known which of its leads are new. Train on one file of all leads: the old ones as they were, and the new ones`;
  const theirs = scoreWithModel(artifact, read.leads, rows);
  if (typeof theirs === 'string') return `${version} cannot score these leads: ${theirs}`;
  const { probabilities } = winner.predictions;
  const ours = Float64Array.from(chosen, (i) => probabilities[i]!);
  const { first, second, difference, standardError } = compareLosses(theirs, ours, labels, groups);
  return {
    rows: rows.length,
    champion_log_loss: first,
    candidate_log_loss: second,
    difference,
    standard_error: standardError,
  };
}

const n = (number: number): string => number.toLocaleString('en-US');

/** Of a group none may be seen: the new model has seen none of those that were held out. */
function createUnseen(novel: Uint8Array, groups: Uint32Array | undefined): (row: number) => boolean {
  if (groups === undefined) return (row) => novel[row] === 1;
  const seen = new Set<number>();
  novel.forEach((one, row) => {
    if (one === 0) seen.add(groups[row]!);
  });
  return (row) => !seen.has(groups[row]!);
}

/** A model that predicts something else is worse by however much: it would be no comparison. */
function findOtherMeaning({ lineage }: ModelArtifact, target: string, read: ReadLeads): string | undefined {
  if (lineage.target !== target) return `predicts “${lineage.target}”, and this one “${target}”`;
  // With --join the outcome was not told by a word.
  if (lineage.joined_sha256 !== undefined) return undefined;
  const words = (positive: string) => positive.split(POSITIVES_JOIN);
  return words(lineage.positive).some((word) => words(read.positive).includes(word))
    ? undefined
    : `predicts that “${target}” is ${lineage.positive}, and this one that it is ${read.positive}`;
}

function findShortage(labels: Uint8Array, groups: Uint32Array | undefined): string | undefined {
  const converted = sum(labels);
  if (Math.min(converted, labels.length - converted) < FEWEST_OF_AN_OUTCOME)
    return `${converted} of them converted; at least ${FEWEST_OF_AN_OUTCOME} that did and ${FEWEST_OF_AN_OUTCOME} that did not are needed`;
  if (labels.length < FEWEST_ROWS) return `at least ${FEWEST_ROWS} are needed`;
  const several = new Set(groups).size;
  return groups === undefined || several >= FEWEST_ROWS
    ? undefined
    : `of ${several} groups; at least ${FEWEST_ROWS} are needed`;
}
