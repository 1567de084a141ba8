import { SQSClient } from '@aws-sdk/client-sqs';
import { type EventSource, startEventSource } from './event-source.ts';
import { type References, resolveReferences } from './resolve-references.ts';
import type { Serverless, SqsEvent } from './serverless-types.ts';
import { sqsSourceQueue } from './sqs-source-queue.ts';

/** All batches run in one process: more at a time would not be faster. */
const MAXIMUM_CONCURRENCY = 4;

/**
 * Starts a poller for every SQS event of the service's functions.
 *
 * @returns stops them all, and resolves when the batches in flight are done
 */
export function startEventSources(
  service: Serverless['service'],
  references: References,
  lambdaPort: number,
): () => Promise<void> {
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  const stops = Object.values(service.functions).flatMap(({ name, events }) =>
    events.flatMap((event) =>
      event.sqs === undefined
        ? []
        : [startEventSource(describe(event.sqs, name, sqs, references, lambdaPort))],
    ),
  );
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
    sqs.destroy();
  };
}

function describe(
  event: SqsEvent,
  functionName: string,
  sqs: SQSClient,
  references: References,
  lambdaPort: number,
): EventSource {
  const arn = resolveReferences(event.arn, references) as string;
  const logicalName = Object.keys(references.attributes).find(
    (name) => references.attributes[name]?.Arn === arn,
  );
  const queueUrl = references.refs[logicalName ?? ''];
  if (queueUrl === undefined)
    throw new Error(`${functionName} reads ${arn}, which is no queue of this stack`);
  return {
    batchSize: event.batchSize ?? 10,
    reportBatchItemFailures: event.functionResponseType === 'ReportBatchItemFailures',
    concurrency: Math.min(event.maximumConcurrency ?? MAXIMUM_CONCURRENCY, MAXIMUM_CONCURRENCY),
    queue: sqsSourceQueue(sqs, queueUrl, arn),
    invoke: (payload) => invoke(functionName, lambdaPort, payload),
    report: (problem) => console.error(`${functionName}: ${problem}`),
  };
}

/** serverless-offline ends an invocation after the function's timeout, and marks failures as Lambda does. */
async function invoke(functionName: string, lambdaPort: number, payload: unknown): Promise<unknown> {
  const url = `http://127.0.0.1:${lambdaPort}/2015-03-31/functions/${functionName}/invocations`;
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(payload) });
  const text = await response.text();
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  if (!response.ok || response.headers.has('x-amz-function-error')) {
    throw new Error(
      (answer as { errorMessage?: string } | undefined)?.errorMessage ?? `HTTP ${response.status}`,
    );
  }
  return answer;
}
