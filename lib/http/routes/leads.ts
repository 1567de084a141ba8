import type {
  LeadErased,
  LeadExport,
  LeadState as LeadStateBody,
  ScoreChange,
} from '../../contract/lead-history.ts';
import type { ListedPrediction } from '../../contract/prediction.ts';
import { readLeadOutcome } from '../../outcomes/read-lead-outcome.ts';
import { eraseLead } from '../../prediction/erase-lead.ts';
import { getLeadState, type LeadChange, type LeadState } from '../../prediction/lead-state.ts';
import { listPredictions } from '../../prediction/list-predictions.ts';
import type { Prediction, SucceededPrediction } from '../../prediction/prediction.ts';
import { isReference } from '../../reference.ts';
import { MODEL_NAME } from '../../registry/registry.ts';
import { type ApiAnswer, json } from '../answer.ts';
import { PAGE_BYTES, sentBytes } from '../answer-size.ts';
import type { ApiRequest, ApiRoute } from '../api-route.ts';
import { leadPath } from '../lead-path.ts';
import { nextLink, refuseCursor } from '../next-link.ts';
import { outcomeBody } from '../outcome-body.ts';
import { predictionBody } from '../prediction-body.ts';
import { HttpProblem } from '../problem.ts';
import { readText } from '../read-query.ts';

export type LeadDeps = Parameters<typeof getLeadState>[0] & Parameters<typeof eraseLead>[0];

/** Leads by the caller's own ids of them. */
export const LEAD_ROUTES: readonly ApiRoute<LeadDeps>[] = [
  { method: 'GET', path: '/leads/:reference', scope: 'operate', query: ['model', 'from', 'to'], handle: get },
  { method: 'DELETE', path: '/leads/:reference', scope: 'admin', handle: erase },
  {
    method: 'GET',
    path: '/leads/:reference/export',
    scope: 'operate',
    query: ['cursor'],
    handle: exportLead,
  },
];

/** Predictions of a page of an export. */
const PAGE = 100;

/** Also of one that can be none: there is nothing under it. The detail never says it. */
const NO_LEAD = new HttpProblem('lead-not-found', 'there are no predictions with this reference');
/** Only its outcome is known. */
const NEVER_SCORED: LeadState = { latest: undefined, trend: 'not_enough' };
const ID = /^[\w-]{1,64}$/;

async function get(deps: LeadDeps, { params, query, baseUrl }: ApiRequest): Promise<ApiAnswer> {
  const reference = readReference(params);
  if (reference === undefined) throw NO_LEAD;
  const readId = (name: 'from' | 'to') => readText(query, name, ID, 'the id of a prediction')?.toLowerCase();
  const state = await getLeadState(deps, {
    reference,
    model: readText(query, 'model', MODEL_NAME, 'the name of a model'),
    from: readId('from'),
    to: readId('to'),
  });
  const reported = await readLeadOutcome(deps, reference);
  if (state === 'unknown' && reported === undefined) throw NO_LEAD;
  if (state === 'models differ')
    throw new HttpProblem('bad-request', 'from, to: expected predictions of the same model');
  if (state === 'from' || state === 'to')
    throw new HttpProblem(
      'prediction-not-found',
      `${state}: this lead has no prediction with this id and a result`,
    );
  const { latest, trend, change, unexplained } = state === 'unknown' ? NEVER_SCORED : state;
  const path = `${baseUrl}${leadPath(reference)}`;
  return json<LeadStateBody>({
    reference,
    latest: latest === undefined ? null : listed(latest, baseUrl),
    trend,
    change: change === undefined ? null : changeBody(change),
    ...(unexplained === undefined ? {} : { change_unavailable: unexplained }),
    outcome: outcomeBody(reported),
    urls: {
      get: path,
      history: `${baseUrl}/predictions?${new URLSearchParams({ reference })}`,
      export: `${path}/export`,
    },
  });
}

/** A page of what `GET /predictions` lists, as many as fit into an answer. */
async function exportLead(deps: LeadDeps, { params, query, baseUrl }: ApiRequest): Promise<ApiAnswer> {
  const reference = readReference(params);
  if (reference === undefined) throw NO_LEAD;
  const after = query.get('cursor') ?? undefined;
  const show = (rows: readonly Prediction[]) => rows.map((row) => listed(row, baseUrl));
  const filter = { model: undefined, reference, order: 'newest' as const, limit: PAGE, after };
  const { predictions, next } = await listPredictions(
    deps,
    filter,
    (rows) => sentBytes(JSON.stringify(show(rows))) / PAGE_BYTES,
  ).catch(refuseCursor(query));
  const reported = await readLeadOutcome(deps, reference);
  if (predictions.length === 0 && next === undefined && after === undefined && reported === undefined)
    throw NO_LEAD;
  const body = {
    reference,
    exported_at: deps.clock.now().toISOString(),
    predictions: show(predictions),
    outcome: outcomeBody(reported),
    next_cursor: next ?? null,
  };
  const path = `${leadPath(reference)}/export`;
  return json<LeadExport>(body, 200, nextLink({ baseUrl, path, query }, next ?? null));
}

async function erase(deps: LeadDeps, { params, audit }: ApiRequest): Promise<ApiAnswer> {
  const reference = readReference(params);
  if (reference === undefined) throw NO_LEAD;
  const { erased, complete } = await eraseLead(deps, reference);
  for (const id of erased) audit('prediction erased', { prediction_id: id });
  return json<LeadErased>({ reference, erased: erased.length, complete });
}

const readReference = ({ reference = '' }: ApiRequest['params']): string | undefined =>
  isReference(reference) ? reference : undefined;

const listed = (prediction: Prediction, baseUrl: string): ListedPrediction => ({
  ...predictionBody(prediction, baseUrl),
  lead: prediction.lead,
});

const changeBody = (change: LeadChange): ScoreChange => ({
  from: endBody(change.earlier, change.from),
  to: endBody(change.later, change.to),
  unit: change.unit,
  log_odds: change.logOdds,
  input_effect: change.inputEffect,
  model_effect: change.modelEffect,
  intercept_effect: change.interceptEffect,
  features: change.features.map(({ feature, from, to, inputEffect, modelEffect, text }) => ({
    feature,
    from,
    to,
    input_effect: inputEffect,
    model_effect: modelEffect,
    text,
  })),
});

const endBody = ({ id, createdAt, model, result }: SucceededPrediction, logOdds: number) => ({
  prediction_id: id,
  created_at: createdAt.toISOString(),
  model_version: model.version,
  probability: result.probability,
  score: result.score,
  log_odds: logOdds,
});
