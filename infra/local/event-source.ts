import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { processedMessages } from './batch-outcome.ts';

/** The two things that Lambda's poller does to a queue. */
export interface SourceQueue {
  /** Waits for messages, for a while at most; rejects with the signal's reason when it is aborted. */
  receive(maximum: number, signal: AbortSignal): Promise<readonly SQSRecord[]>;
  delete(records: readonly SQSRecord[]): Promise<void>;
}

export interface EventSource {
  readonly batchSize: number;
  readonly reportBatchItemFailures: boolean;
  /** Batches that are in flight at a time, at most. */
  readonly concurrency: number;
  readonly queue: SourceQueue;
  /** The function's answer. Rejects when it failed or timed out. */
  invoke(event: SQSEvent): Promise<unknown>;
  /** Told what went wrong, in a sentence. */
  report(problem: string): void;
}

/** What Lambda accepts in one invocation. */
const MAXIMUM_PAYLOAD_BYTES = 6 * 1024 * 1024;
const PAUSE_AFTER_FAILED_RECEIVE_MS = 1000;

/**
 * Polls a queue and invokes a function with what it holds, as Lambda does for an SQS event source: a message is
 * deleted when the function has processed it, and else comes back after its visibility timeout.
 *
 * @returns stops polling, and resolves when the batches in flight are done
 */
export function startEventSource(source: EventSource): () => Promise<void> {
  const stopping = new AbortController();
  const lanes = Array.from({ length: source.concurrency }, () => poll(source, stopping.signal));
  return async () => {
    stopping.abort();
    await Promise.all(lanes);
  };
}

async function poll(source: EventSource, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const records = await source.queue.receive(source.batchSize, signal);
      for (const batch of splitByPayload(records)) await processBatch(source, batch);
    } catch (error) {
      if (signal.aborted) return;
      source.report(`the queue could not be read: ${error}`);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_AFTER_FAILED_RECEIVE_MS));
    }
  }
}

async function processBatch(source: EventSource, records: readonly SQSRecord[]): Promise<void> {
  let answer: unknown;
  try {
    answer = await source.invoke({ Records: [...records] });
  } catch (error) {
    source.report(`a batch of ${records.length} failed and will be tried again: ${error}`);
    return;
  }
  const ids = records.map((record) => record.messageId);
  const processed = new Set(source.reportBatchItemFailures ? processedMessages(ids, answer) : ids);
  if (processed.size < ids.length) {
    source.report(`${ids.length - processed.size} of ${ids.length} messages failed and will be tried again`);
  }
  const done = records.filter((record) => processed.has(record.messageId));
  if (done.length > 0) await source.queue.delete(done);
}

/** Consecutive messages, together as many as fit into one invocation. */
function splitByPayload(records: readonly SQSRecord[]): SQSRecord[][] {
  const batches: SQSRecord[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const record of records) {
    const size = Buffer.byteLength(JSON.stringify(record));
    if (bytes + size > MAXIMUM_PAYLOAD_BYTES) {
      batches.push([]);
      bytes = '{"Records":[]}'.length;
    }
    batches.at(-1)?.push(record);
    bytes += size + 1;
  }
  return batches;
}
