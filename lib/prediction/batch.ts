import type { ModelRef } from '../registry/registry.ts';
import type { Webhook } from '../webhook/webhook.ts';

/**
 * Leads that were accepted together. A member's id is `<batch id>-<index>`, and it has no row of its own until it is
 * final: until then the batch's row answers for it. So a batch costs one row and one write per lead.
 */
export interface Batch {
  readonly id: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly model: ModelRef;
  /** Members, those that were rejected included. */
  readonly count: number;
  /** Members that were not accepted, ascending, and why. */
  readonly rejected: readonly { readonly index: number; readonly reason: string }[];
  /** Of what an idempotency key was used for. */
  readonly requestSha256?: string;
  /** How often it was found with members that are not final. */
  readonly deferred?: number;
  /** Where its end is to be told: when every accepted member is final. */
  readonly webhook?: Webhook;
  /** The id of the key that submitted it; batches of earlier releases have none. */
  readonly createdBy?: string;
  /** A worker that comes later does not score its members. */
  readonly scoreBy?: Date;
}

export const memberId = (batchId: string, index: number): string => `${batchId}-${index}`;

/** The batch and the index in a member's id; undefined when it is none. */
export function parseMemberId(id: string): { readonly batchId: string; readonly index: number } | undefined {
  const match = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(0|[1-9]\d{0,3})$/.exec(id);
  return match === null ? undefined : { batchId: match[1]!, index: Number(match[2]) };
}

/** The ids of the members that were accepted, in their order. */
export function acceptedIds({ id, count, rejected }: Batch): string[] {
  const refused = new Set(rejected.map(({ index }) => index));
  return Array.from({ length: count }, (_, index) => index)
    .filter((index) => !refused.has(index))
    .map((index) => memberId(id, index));
}
