import type { TRENDS } from '../contract/words.ts';
import { PermanentError, TransientError } from '../errors.ts';
import type { CompiledModel } from '../model/compile-model.ts';
import { type Change, explainChange, type Scored } from '../model/explain-change.ts';
import type { LoadModel } from '../registry/load-model.ts';
import { quantile } from '../statistics/quantile.ts';
import { findByReference, type HistoryDeps } from './find-by-reference.ts';
import type { Prediction, SucceededPrediction } from './prediction.ts';

export type Trend = (typeof TRENDS)[number];

/** What is known about a lead by the caller's own id of it. */
export interface LeadState {
  /** The newest that has a result. */
  readonly latest: SucceededPrediction | undefined;
  readonly trend: Trend;
  /** Undefined: there are not two predictions to compare, or `unexplained` says why. */
  readonly change?: LeadChange;
  /** Why there is no change although there are two predictions. */
  readonly unexplained?: string;
}

export interface LeadChange extends Change {
  readonly earlier: SucceededPrediction;
  readonly later: SucceededPrediction;
}

export interface LeadQuestion {
  readonly reference: string;
  /** A model's name; without it the one of the newest prediction that has a result. */
  readonly model?: string | undefined;
  /** Ids of predictions of this lead; without them the latest, and the one before the later one. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** `unknown`: nothing is known of the lead; `from`, `to`: that prediction is not the lead's, or has no result. */
export type LeadAnswer = LeadState | 'unknown' | 'from' | 'to' | 'models differ';

/** Scored predictions that a trend looks at: the latest, and those that it is held against. */
const MOST_SCORED = 5;
/** Points: less is noise of a rank from 1 to 99 (docs/explanation/why-a-score-changed.md). */
const POINTS = 5;
/** Of the history: what has no result, or is of another model, must not make it read for ever. */
const PAGE = 50;
const MOST_PAGES = 10;

/** The latest score of a lead, where it is going, and why it changed. */
export async function getLeadState(
  deps: HistoryDeps & { readonly load: LoadModel },
  question: LeadQuestion,
): Promise<LeadAnswer> {
  const { reference } = question;
  const [from, to] = await Promise.all(
    [question.from, question.to].map((id) => findScored(deps, reference, id)),
  );
  if (from === 'none') return 'from';
  if (to === 'none') return 'to';
  const model = question.model ?? to?.model.name ?? from?.model.name;
  const { scored, isKnown } = await readScored(deps, reference, model);
  if (!isKnown) return 'unknown';
  const latest = scored[0];
  const state: LeadState = { latest, trend: trendOf(scored.map(({ result }) => result.score)) };
  const later = to ?? latest;
  const earlier = from ?? (later && (await findBefore(deps, reference, later, scored)));
  if (earlier === undefined || later === undefined) return state;
  if (earlier.model.name !== later.model.name) return 'models differ';
  return { ...state, ...(await explain(deps, earlier, later)) };
}

/**
 * The latest score against the median of up to four before it: one outlier among them changes nothing.
 *
 * @param scores newest first, of one model
 */
export function trendOf([latest, ...before]: readonly number[]): Trend {
  if (latest === undefined || before.length === 0) return 'not_enough';
  const compared = before.slice(0, MOST_SCORED - 1).sort((a, b) => a - b);
  const points = latest - quantile(compared, 0.5);
  return points >= POINTS ? 'rising' : points <= -POINTS ? 'falling' : 'steady';
}

/** @returns `none`: it is not the lead's, or has no result; undefined: it is not asked for */
async function findScored(
  { store, clock }: HistoryDeps,
  reference: string,
  id: string | undefined,
): Promise<SucceededPrediction | 'none' | undefined> {
  if (id === undefined) return undefined;
  const row = await store.get(id);
  if (row?.status !== 'succeeded' || row.reference !== reference || row.expiresAt <= clock.now())
    return 'none';
  return row;
}

/** The newest that have a result, of the model, or of that of the newest of them. */
async function readScored(deps: HistoryDeps, reference: string, model: string | undefined) {
  const scored: SucceededPrediction[] = [];
  let isKnown = false;
  for await (const row of walk(deps, reference)) {
    isKnown = true;
    const name = model ?? scored[0]?.model.name ?? row.model.name;
    if (row.status === 'succeeded' && row.model.name === name) scored.push(row);
    if (scored.length === MOST_SCORED) break;
  }
  return { scored, isKnown };
}

async function findBefore(
  deps: HistoryDeps,
  reference: string,
  later: SucceededPrediction,
  scored: readonly SucceededPrediction[],
): Promise<SucceededPrediction | undefined> {
  const place = scored.findIndex(({ id }) => id === later.id);
  if (place >= 0 && place + 1 < scored.length) return scored[place + 1];
  let isBehind = false;
  for await (const row of walk(deps, reference)) {
    if (isBehind && row.status === 'succeeded' && row.model.name === later.model.name) return row;
    isBehind ||= row.id === later.id;
  }
  return undefined;
}

async function* walk(deps: HistoryDeps, reference: string): AsyncGenerator<Prediction> {
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { predictions, next } = await findByReference(deps, { reference, limit: PAGE, cursor });
    yield* predictions;
    if (next === undefined) return;
    cursor = next;
  }
}

/** A version that is gone or spoilt must not hide the latest score. */
async function explain(
  { load }: { readonly load: LoadModel },
  earlier: SucceededPrediction,
  later: SucceededPrediction,
): Promise<Pick<LeadState, 'change' | 'unexplained'>> {
  const models: CompiledModel[] = [];
  for (const { model } of [earlier, later]) {
    try {
      models.push(await load(model));
    } catch (error) {
      if (!(error instanceof PermanentError || error instanceof TransientError)) throw error;
      return { unexplained: `${model.name}@${model.version} cannot be read` };
    }
  }
  const [from, to] = [earlier, later].map(({ model, lead }, i) => ({
    model: models[i]!,
    version: model.version,
    lead,
  })) as [Scored, Scored];
  return { change: { ...explainChange(from, to), earlier, later } };
}
