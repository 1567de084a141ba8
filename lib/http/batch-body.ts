import type { BatchState as BatchStateBody, ListedBatch } from '../contract/batch.ts';
import type { BatchMember } from '../contract/prediction.ts';
import { type Batch, memberId } from '../prediction/batch.ts';
import type { BatchState } from '../prediction/get-prediction.ts';
import type { ErasedPrediction, Prediction } from '../prediction/prediction.ts';
import { fillPage } from './answer-size.ts';
import { predictionBody } from './prediction-body.ts';
import { batchFacts, webhookBody } from './webhook-body.ts';

export const batchPath = (id: string): string => `/predict_batch/${id}`;

const urlsOf = ({ id }: Batch, baseUrl: string): ListedBatch['urls'] => {
  const path = baseUrl + batchPath(id);
  return { get: path, cancel: `${path}/cancel` };
};

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

/** Counts, and a page of results. */
export function stateBody(
  state: BatchState,
  { from, limit }: { readonly from: number; readonly limit: number },
  baseUrl: string,
): BatchStateBody {
  const { batch } = state;
  const rejected = batch.rejected.length;
  const counts = { queued: 0, succeeded: 0, failed: 0, canceled: 0, erased: 0, rejected };
  for (const member of state.members) counts[member?.status ?? 'queued'] += 1;
  counts.queued -= counts.rejected;
  const { members, next } = pageOf(state, from, limit, baseUrl);
  return {
    ...batchBody(batch, baseUrl),
    status: counts.queued === 0 ? 'done' : 'queued',
    counts,
    results: members,
    next_cursor: next,
  };
}

/** Members from one on: so many as were asked for, or fewer, when they would not fit into an answer. */
export function pageOf(
  state: BatchState,
  from: number,
  limit: number,
  baseUrl: string,
): { readonly members: BatchMember[]; readonly next: string | null } {
  const end = Math.min(from + limit, state.batch.count);
  const make = function* () {
    for (let index = from; index < end; index++) yield memberBody(state, index, baseUrl);
  };
  const members = fillPage(make());
  const to = from + members.length;
  return { members, next: to < state.batch.count ? String(to) : null };
}

function memberBody({ batch, members }: BatchState, index: number, baseUrl: string): BatchMember {
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
  return { index, ...predictionBody(member, baseUrl) };
}
