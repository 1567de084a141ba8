import { count } from '../../count.ts';
import { formatShare } from '../../format-figures.ts';
import type { Profile, ProfileOutcome } from './profile.ts';

/** Fewer leads of either class make every figure of the outcome a rough one. */
const FEW_LEADS = 100;
const MANY_DUPLICATES = 0.01;
const SORTED = 0.95;
const DRIFTING = 0.6;

/**
 * Sentences about the file as a whole: what to know before trusting the figures.
 *
 * @param drift how the conversion rate moves with the dates of `over_time`
 */
export function writeNotes({
  outcome,
  rows,
  duplicate_rows,
  near_duplicates,
  over_time,
  drift,
}: Omit<Profile, 'notes'> & { readonly drift?: string | undefined }): string[] {
  const notes: string[] = [];
  if (duplicate_rows > MANY_DUPLICATES * rows) {
    notes.push(
      `${count(duplicate_rows, 'row')} (${formatShare(duplicate_rows / rows)}) say in every column what an earlier ` +
        'row says: if they are the same leads, remove them, or a model is measured on leads that it has learned',
    );
  }
  for (const { column, same_as, text } of near_duplicates) {
    notes.push(`${column} says the same as ${same_as} (${text}): one of them is enough`);
  }
  if (drift !== undefined) notes.push(drift);
  const time = drift === undefined ? undefined : over_time?.column;
  if (outcome !== undefined) notes.push(...noteFewLeads(outcome, rows), ...noteOrder(outcome, { time }));
  return notes;
}

function noteFewLeads({ converted }: ProfileOutcome, rows: number): string[] {
  const fewer = Math.min(converted, rows - converted);
  if (fewer >= FEW_LEADS) return [];
  const which = fewer === converted ? 'converted' : 'did not convert';
  return [`only ${count(fewer, 'lead')} ${which}: rates, information values and areas are rough`];
}

/** What is known about how the leads will be measured. */
interface MeasuringOptions {
  /** The column that leads are split by, or the one that is recommended already. */
  readonly time?: string | undefined;
}

/**
 * What the order of the rows says of the outcome.
 *
 * @returns one sentence or none; without advice where leads are measured forward in time anyway
 */
export function noteOrder(
  { row_order_auc }: Pick<ProfileOutcome, 'row_order_auc'>,
  { time }: MeasuringOptions = {},
): string[] {
  const area = Math.max(row_order_auc, 1 - row_order_auc);
  if (area >= SORTED) {
    return [
      `the rows are sorted by the outcome (ROC-AUC ${area.toFixed(2)} by their place in the file): a column that ` +
        'counts them would give it away',
    ];
  }
  if (area < DRIFTING) return [];
  const way = row_order_auc > 0.5 ? 'rises' : 'falls';
  const what = `the conversion rate ${way} along the file (ROC-AUC ${area.toFixed(2)} by the place in it)`;
  if (time !== undefined) return [what];
  return [
    `${what}: if its rows are in order of time, a random split flatters the model. Measure it on later leads than it ` +
      'was trained on: --time row-order',
  ];
}
