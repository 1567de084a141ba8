/**
 * Which messages of a batch Lambda takes off the queue after the function has answered, with
 * `ReportBatchItemFailures`:
 *
 * - nothing, `{}`, or no failures: all of them;
 * - failures that name messages of this batch: all others;
 * - anything else (not an object, no list, an id that is missing, empty or not of this batch): none, because what
 *   was meant cannot be known.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function processedMessages(messageIds: readonly string[], answer: unknown): readonly string[] {
  if (answer === undefined || answer === null) return messageIds;
  if (typeof answer !== 'object' || Array.isArray(answer)) return [];
  const failures = 'batchItemFailures' in answer ? answer.batchItemFailures : undefined;
  if (failures === undefined || failures === null) return messageIds;
  if (!Array.isArray(failures)) return [];
  const failed = new Set(
    failures.map((failure: { itemIdentifier?: unknown } | null) => failure?.itemIdentifier),
  );
  for (const id of failed) if (!messageIds.includes(id as string)) return [];
  return messageIds.filter((id) => !failed.has(id));
}
