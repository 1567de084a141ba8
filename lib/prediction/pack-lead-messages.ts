import { encodeLeadMessage, type LeadItem, type LeadMessage } from './lead-message.ts';

/** SQS takes 256 KiB a message (1 MiB since 2025, not everywhere); some is left for what is around the items. */
const MOST_BYTES = 240_000;
/** A worker finishes so many well within its time, and others can share the rest. */
const MOST_ITEMS = 200;

/** The leads of a batch as few messages, in order. */
export function packLeadMessages(job: Omit<LeadMessage, 'items'>, items: readonly LeadItem[]): LeadMessage[] {
  const jobs: LeadItem[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(encodeLeadMessage({ ...job, items: [item] }));
    const last = jobs.at(-1);
    if (last === undefined || last.length === MOST_ITEMS || bytes + size > MOST_BYTES) {
      jobs.push([item]);
      bytes = size;
    } else {
      last.push(item);
      bytes += size;
    }
  }
  return jobs.map((packed) => ({ ...job, items: packed }));
}
