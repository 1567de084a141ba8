import type { PredictionPage } from '../../contract/prediction.ts';
import { GRADES, ORDERS, PREDICTION_STATES } from '../../contract/words.ts';
import { formatRow } from '../../files/csv/csv-cell.ts';
import { escapeFormula } from '../../files/csv/formulas.ts';
import { listPredictions, type PredictionFilter } from '../../prediction/list-predictions.ts';
import type { Prediction } from '../../prediction/prediction.ts';
import { MODEL_NAME } from '../../registry/registry.ts';
import { type ApiAnswer, json } from '../answer.ts';
import { PAGE_BYTES, sentBytes } from '../answer-size.ts';
import type { ApiRequest, ApiRoute, DefaultModel } from '../api-route.ts';
import { nextLink, readCursorText, refuseCursor } from '../next-link.ts';
import { predictionBody } from '../prediction-body.ts';
import { HttpProblem } from '../problem.ts';
import { readNumber, readReference, readText, readWord } from '../read-query.ts';

export type ListingDeps = DefaultModel & Parameters<typeof listPredictions>[0];

const PARAMETERS = [
  'model',
  'reference',
  'order',
  'day',
  'grade',
  'status',
  'limit',
  'cursor',
  'after',
] as const;

/** What was predicted, for those who follow up. */
export const LISTING_ROUTES: readonly ApiRoute<ListingDeps>[] = [
  { method: 'GET', path: '/predictions', scope: 'operate', query: PARAMETERS, handle: list },
  {
    method: 'GET',
    path: '/predictions.csv',
    scope: 'operate',
    query: PARAMETERS,
    answers: ['text/csv'],
    handle: listCsv,
  },
];

const PAGE = 50;
const MOST = 200;
const MOST_ROWS = 2000;

async function list(deps: ListingDeps, apiRequest: ApiRequest): Promise<ApiAnswer> {
  const { query, baseUrl } = apiRequest;
  const show = (rows: readonly Prediction[]) =>
    rows.map((row) => ({ ...predictionBody(row, baseUrl), lead: row.lead }));
  const filter = readFilter(deps, query, MOST, PAGE);
  const { predictions, next } = await readPage(deps, filter, query, (rows) => JSON.stringify(show(rows)));
  const cursor = next ?? null;
  const body = { predictions: show(predictions), next_cursor: cursor, next: cursor };
  return json<PredictionPage>(body, 200, nextLink(apiRequest, cursor));
}

/** The same as CSV; the next page, if there is one, stands in the header `Link`. */
async function listCsv(deps: ListingDeps, apiRequest: ApiRequest): Promise<ApiAnswer> {
  const filter = readFilter(deps, apiRequest.query, MOST_ROWS, MOST_ROWS);
  const { predictions, next } = await readPage(deps, filter, apiRequest.query, renderCsv);
  return {
    status: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="predictions.csv"',
      'cache-control': 'no-store',
      ...nextLink(apiRequest, next ?? null),
    },
    body: renderCsv(predictions),
  };
}

function renderCsv(rows: readonly Prediction[]): string {
  const fields = [...new Set(rows.flatMap(({ lead }) => Object.keys(lead)))];
  const lines = [COLUMNS.concat(fields.map(escapeFormula)), ...rows.map((row) => rowOf(row, fields))];
  return `${lines.map((cells) => formatRow(cells, ',')).join('\r\n')}\r\n`;
}

const COLUMNS = [
  'prediction_id',
  'created_at',
  'model_version',
  'status',
  'probability',
  'score',
  'grade',
  'reason_1',
  'reason_2',
  'reason_3',
  'reference',
  'metadata',
];

function rowOf(row: Prediction, fields: readonly string[]): string[] {
  const result = row.status === 'succeeded' ? row.result : undefined;
  const texts = [0, 1, 2].map((i) => result?.reasons[i]?.text ?? '').map(escapeFormula);
  const numbers = [result?.probability.toFixed(6), result?.score, result?.grade].map((value) =>
    String(value ?? ''),
  );
  const cells = fields.map((name) => {
    const value = row.lead[name] ?? '';
    return typeof value === 'string' ? escapeFormula(value) : String(value);
  });
  const tags = [row.reference ?? '', row.metadata === undefined ? '' : JSON.stringify(row.metadata)];
  const facts = [row.id, row.createdAt.toISOString(), row.model.version, row.status];
  return [...facts, ...numbers, ...texts, ...tags.map(escapeFormula), ...cells];
}

/** A page of so many rows as were asked for, or as fit into an answer as it is rendered. */
const readPage = (
  deps: ListingDeps,
  filter: PredictionFilter,
  query: URLSearchParams,
  render: (rows: readonly Prediction[]) => string,
) => listPredictions(deps, filter, (rows) => sentBytes(render(rows)) / PAGE_BYTES).catch(refuseCursor(query));

/** @throws {HttpProblem} 400 naming the parameter that is wrong */
function readFilter(
  { defaultModel }: ListingDeps,
  query: URLSearchParams,
  most: number,
  usual: number,
): PredictionFilter {
  const limit = readNumber(query, 'limit', { usual, most });
  const day = readText(query, 'day', /^\d{4}-\d\d-\d\d$/, 'a day such as 2026-01-31');
  if (day !== undefined && !isDay(day))
    throw new HttpProblem('bad-request', 'day: expected a day of the calendar');
  const reference = readReference(query);
  const order = readWord(query, 'order', ORDERS) ?? 'newest';
  if (reference !== undefined && (order !== 'newest' || day !== undefined))
    throw new HttpProblem('bad-request', 'reference: expected neither order=score nor day beside it');
  const model = readText(query, 'model', MODEL_NAME, 'the name of a model');
  return {
    model: model ?? (reference === undefined ? defaultModel : undefined),
    reference,
    order,
    day,
    grade: readWord(query, 'grade', GRADES),
    status: readWord(query, 'status', PREDICTION_STATES),
    limit,
    after: readCursorText(query),
  };
}

/** JavaScript takes 30 February for 2 March. */
function isDay(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
