import type { LeadOutcome, OutcomeEvent } from '../../outcomes/outcome.ts';
import { OUTCOME_RANK } from '../../outcomes/outcome.ts';
import { type ScoredLead, type ScoredPlace, weekOf } from '../../outcomes/scored-lead.ts';
import { asDate, type Item, readItem, secondsOf, toAttributes } from './item.ts';
import { shardOf } from './shards.ts';

/**
 * The keys of the table of outcomes. No model can be called with a `#`, so that no two of them are alike:
 *
 * - `rows#<model>#<week>#<shard>`, `<id>`: a scored lead
 * - `lead#<lead key>`, `scored#<model>#<version>`: where it is
 * - `lead#<lead key>`, `event#<time>#<kind>#<value>`: what was reported of a lead
 * - `changes#<model>`, `<week>`: how often a week changed after it was over
 */
export const rowsPartition = (model: string, week: string, shard: number): string =>
  `rows#${model}#${week}#${shard}`;
export const leadPartition = (leadKey: string): string => `lead#${leadKey}`;
export const changesPartition = (model: string): string => `changes#${model}`;
export const EVENTS = 'event#';
const SCORED = 'scored#';

const keyOf = (pk: string, sk: string): Item => ({ pk: { S: pk }, sk: { S: sk } });
export const rowKey = ({ model, scoredAt, id }: ScoredPlace): Item =>
  keyOf(rowsPartition(model, weekOf(scoredAt), shardOf(id)), id);
export const pointerKey = ({ leadKey, model, version }: ScoredPlace): Item =>
  keyOf(leadPartition(leadKey), `${SCORED}${model}#${version}`);
export const changeKey = (model: string, week: string): Item => keyOf(changesPartition(model), week);

/** Numbers from 0 as text in their order: their bits (IEEE 754), which are in the order of the numbers. */
function sortable(value: number): string {
  const bits = new DataView(new ArrayBuffer(8));
  // -0, which JSON can say, has other bits than 0.
  bits.setFloat64(0, value + 0);
  return bits.getBigUint64(0).toString(16).padStart(16, '0');
}

/** DynamoDB refuses numbers below 1e-130. */
const numberAsText = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

/** Text that is in the order of `compareOutcomes`. */
export const orderOf = ({ occurredAt, kind, value }: LeadOutcome): string =>
  `${occurredAt.toISOString()}#${OUTCOME_RANK[kind]}#${value === undefined ? '' : sortable(value)}`;

export const outcomeAttributes = (outcome: LeadOutcome): Item =>
  toAttributes({
    outcome: outcome.kind,
    outcome_at: outcome.occurredAt,
    outcome_value: numberAsText(outcome.value),
    outcome_order: orderOf(outcome),
  });

export const rowToItem = (row: ScoredLead): Item => ({
  ...rowKey(row),
  ...toAttributes({
    version: row.version,
    lead_key: row.leadKey,
    scored_at: row.scoredAt,
    probability: numberAsText(row.probability),
    score: row.score,
    grade: row.grade,
    challenger_version: row.challenger?.version,
    challenger_probability: numberAsText(row.challenger?.probability),
    expires_at: secondsOf(row.expiresAt),
  }),
  ...(row.outcome === undefined ? {} : outcomeAttributes(row.outcome)),
});

export function rowFromItem(model: string, item: Item): ScoredLead {
  const { text, date, seconds, optional } = readItem(item);
  const challenger = item.challenger_version && {
    challenger: { version: text('challenger_version'), probability: Number(text('challenger_probability')) },
  };
  const outcome = item.outcome && {
    outcome: {
      kind: text('outcome') as LeadOutcome['kind'],
      occurredAt: date('outcome_at'),
      ...optional('outcome_value', 'value', Number),
    },
  };
  return {
    id: text('sk'),
    model,
    version: text('version'),
    leadKey: text('lead_key'),
    scoredAt: date('scored_at'),
    probability: Number(text('probability')),
    ...optional('score', 'score', Number),
    ...(item.grade === undefined ? {} : { grade: text('grade') as NonNullable<ScoredLead['grade']> }),
    ...challenger,
    expiresAt: seconds('expires_at'),
    ...outcome,
  };
}

export const pointerToItem = (row: ScoredLead): Item => ({
  ...pointerKey(row),
  ...toAttributes({ id: row.id, scored_at: row.scoredAt, expires_at: secondsOf(row.expiresAt) }),
});

/** @returns undefined: the item is an event */
export function placeFromItem(leadKey: string, item: Item): ScoredPlace | undefined {
  const { text, date } = readItem(item);
  const [prefix, model, version] = text('sk').split('#');
  if (`${prefix}#` !== SCORED) return undefined;
  return { id: text('id'), model: model!, version: version!, leadKey, scoredAt: date('scored_at') };
}

export const eventToItem = (
  { leadKey, reference }: { readonly leadKey: string; readonly reference: string },
  { kind, occurredAt, value, receivedAt, sentBy }: OutcomeEvent,
  expiresAt: Date,
): Item => ({
  ...keyOf(
    leadPartition(leadKey),
    `${EVENTS}${occurredAt.toISOString()}#${kind}#${value === undefined ? '' : sortable(value)}`,
  ),
  ...toAttributes({
    reference,
    kind,
    occurred_at: occurredAt,
    value: numberAsText(value),
    received_at: receivedAt,
    sent_by: sentBy,
    expires_at: secondsOf(expiresAt),
  }),
});

/** @returns undefined: the item is no event */
export function eventFromItem(item: Item): OutcomeEvent | undefined {
  const { text, optional } = readItem(item);
  if (!text('sk').startsWith(EVENTS)) return undefined;
  return {
    kind: text('kind') as OutcomeEvent['kind'],
    occurredAt: asDate(text('occurred_at')),
    ...optional('value', 'value', Number),
    receivedAt: asDate(text('received_at')),
    ...optional('sent_by', 'sentBy', String),
  };
}
