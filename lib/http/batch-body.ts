import type { BatchState as BatchStateBody, ListedBatch } from '../contract/batch.ts';
import type { BatchMember, Prediction as PredictionBody } from '../contract/prediction.ts';
import { type Batch, memberId } from '../prediction/batch.ts';
import type { BatchState } from '../prediction/get-prediction.ts';
import type { ErasedPrediction, Prediction } from '../prediction/prediction.ts';
import { fillPage } from './answer-size.ts';
import { webhookBody } from './webhook-body.ts';

export const batchPath = (id: string): string => `/predict_batch/${id}`;

const urlsOf = ({ id }: Batch, baseUrl: string): ListedBatch['urls'] => {
  const path = baseUrl + batchPath(id);
  return { get: path, cancel: `${path}/cancel` };
};

/** What a batch is, without what depends on who asks. */
export const batchFacts = ({ id, count, model, createdAt, scoreBy }: Batch) => ({
  batch_id: id,
  count,
  model: { name: model.name, version: model.version },
  created_at: createdAt.toISOString(),
  ...(scoreBy === undefined ? {} : { score_by: scoreBy.toISOString() }),
});

export const batchBody = (batch: Batch, baseUrl: string) => ({
  ...batchFacts(batch),
  ...(batch.webhook !== undefined && { webhook: webhookBody(batch.webhook) }),
  urls: urlsOf(batch, baseUrl),
});

/** A batch of a list. */
export const listedBatch = (batch: Batch, baseUrl: string): ListedBatch => ({
  ...batchFacts(batch),
  expires_at: batch.expiresAt.toISOString(),
  rejected: batch.rejected.length,
  urls: urlsOf(batch, baseUrl),
});

/** Counts, and a page of results. @param show a member, to who asks */
export function stateBody(
  state: BatchState,
  page: { readonly from: number; readonly limit: number },
  baseUrl: string,
  show: (index: number) => BatchMember,
): BatchStateBody {
  const counts = countMembers(state);
  const { members, next } = pageOfMembers(state, page, show);
  return {
    ...batchBody(state.batch, baseUrl),
    status: counts.queued === 0 ? 'done' : 'queued',
    counts,
    results: members,
    next_cursor: next,
  };
}

/** How many members are in which state. */
export function countMembers({ batch, members }: BatchState): BatchStateBody['counts'] {
  const counts = {
    queued: 0,
    succeeded: 0,
    failed: 0,
    canceled: 0,
    erased: 0,
    rejected: batch.rejected.length,
  };
  for (const member of members) counts[member?.status ?? 'queued'] += 1;
  counts.queued -= counts.rejected;
  return counts;
}

/**
 * Members from one on, as they are shown: so many as were asked for, or fewer, when they would not fit.
 *
 * @param fill makes a page of members; that of an answer unless told otherwise
 */
export function pageOfMembers<T>(
  { batch }: BatchState,
  { from, limit }: { readonly from: number; readonly limit: number },
  show: (index: number) => T,
  fill: (members: Iterable<T>) => T[] = fillPage,
): { readonly members: T[]; readonly next: string | null } {
  const end = Math.min(from + limit, batch.count);
  const make = function* () {
    for (let index = from; index < end; index++) yield show(index);
  };
  const members = fill(make());
  const to = from + members.length;
  return { members, next: to < batch.count ? String(to) : null };
}

/** A member as the API shows it, by its place. @param show a prediction, to who asks */
export function memberBody(
  { batch, members }: BatchState,
  index: number,
  show: (prediction: Prediction) => PredictionBody,
): BatchMember {
  const rejected = batch.rejected.find((member) => member.index === index);
  if (rejected !== undefined)
    return { index, status: 'rejected', error: { code: 'invalid_lead', message: rejected.reason } };
  const member: Prediction | ErasedPrediction = members[index] ?? {
    id: memberId(batch.id, index),
    status: 'queued',
    createdAt: batch.createdAt,
    expiresAt: batch.expiresAt,
    model: batch.model,
    lead: {},
  };
  if (member.status === 'erased') return { index, prediction_id: member.id, status: 'erased' };
  return { index, ...show(member) };
}
