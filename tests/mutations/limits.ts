/** A limit or an expiry, and another value that a test must notice. */
export interface Mutation {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Where a test must fail. */
  readonly tests: string;
}

const AWS = 'lib/adapters/aws';
const ADAPTERS = 'tests/unit/adapters';
const FILES = 'tests/contract/bucket';
const WEBHOOKS = 'tests/unit/webhook';
const JOBS = 'tests/unit/jobs/limits';
const API = 'tests/unit/http/jobs';
const of = (file: string, tests: string, changes: readonly (readonly [string, string])[]): Mutation[] =>
  changes.map(([from, to]) => ({ file, from, to, tests }));

/** Every value of the adapters, of jobs and of webhooks that limits something or lets it expire, changed or dropped. */
export const MUTATIONS: readonly Mutation[] = [
  ...of(`${AWS}/aws-clients.ts`, ADAPTERS, [
    ['maxAttempts: 3', 'maxAttempts: 30'],
    ['requestTimeout: 3_000', 'requestTimeout: 30_000'],
    ['requestTimeout: 60_000', 'requestTimeout: 6_000'],
    ['maxSockets: 100', 'maxSockets: 10'],
    ['maxAttempts: 5', 'maxAttempts: 1'],
  ]),
  ...of(`${AWS}/aws-clients.ts`, 'tests/contract/endpoints', [
    [', useQueueUrlAsEndpoint: false', ''],
    ["forcePathStyle: style === 'path' });", '});'],
  ]),
  ...of(`${AWS}/retry-rest.ts`, ADAPTERS, [
    ['FIRST_MS = 50', 'FIRST_MS = 5'],
    ['LONGEST_MS = 1_000', 'LONGEST_MS = 10_000'],
    ['MOST_IDLE_CALLS = 7', 'MOST_IDLE_CALLS = 70'],
    ['random() * Math.min', 'Math.min'],
    ['await sleep(', 'void ('],
  ]),
  ...of(`${AWS}/batch-get.ts`, ADAPTERS, [
    ['MOST_KEYS = 100', 'MOST_KEYS = 10'],
    ['[...new Set(ids)]', '[...ids]'],
    ['ConsistentRead: consistent', 'ConsistentRead: false'],
  ]),
  ...of(`${AWS}/sqs-job-queues.ts`, ADAPTERS, [['MOST_ENTRIES = 10', 'MOST_ENTRIES = 100']]),
  ...of(`${AWS}/sqs-webhook-queue.ts`, ADAPTERS, [
    ['VisibilityTimeout: seconds', 'VisibilityTimeout: 1000 * seconds'],
  ]),
  ...of(`${AWS}/dynamodb-key-store.ts`, ADAPTERS, [
    ['KEPT_SECONDS = 600', 'KEPT_SECONDS = 600_000'],
    ['60 * minute', '60_000 * minute'],
  ]),
  ...of(`${AWS}/shards.ts`, ADAPTERS, [['SHARDS = 8', 'SHARDS = 4']]),
  ...of(`${AWS}/webhook-item.ts`, 'tests/contract/prediction-store', [['MOST_RESENDS - 1', 'MOST_RESENDS']]),
  ...of(`${AWS}/dynamodb-delivery-store.ts`, ADAPTERS, [['      Limit: limit,\n', '']]),
  ...of(`${AWS}/item.ts`, ADAPTERS, [['Math.floor(at.getTime() / 1000)', 'at.getTime()']]),
  ...of(`${AWS}/dynamodb-prediction-store.ts`, ADAPTERS, [['Math.ceil(limit / OPEN_KEYS.length)', 'limit']]),
  ...of(`${AWS}/table.ts`, ADAPTERS, [['  Limit: limit,\n', '']]),
  ...of(`${AWS}/list-predictions.ts`, ADAPTERS, [['DAYS = 30', 'DAYS = 3']]),
  ...of(`${AWS}/walk-partitions.ts`, ADAPTERS, [['      Limit: limit - entries.length,\n', '']]),
  ...of(`${AWS}/dynamodb-training-store.ts`, ADAPTERS, [['READ_AT_ONCE = 100', 'READ_AT_ONCE = 10']]),
  ...of(`${AWS}/bucket-tools.ts`, ADAPTERS, [['5 * 2 ** 30', '5 * 2 ** 40']]),
  ...of(`${AWS}/join-objects.ts`, ADAPTERS, [['5 * 2 ** 20', '50 * 2 ** 20']]),
  ...of(`${AWS}/s3-bucket.ts`, ADAPTERS, [['MOST_REMOVED = 1000', 'MOST_REMOVED = 10_000']]),
  ...of(`${AWS}/s3-bucket.ts`, FILES, [
    ['UPLOAD_SECONDS = 6 * 3600', 'UPLOAD_SECONDS = 60 * 3600'],
    ['DOWNLOAD_SECONDS = 3600', 'DOWNLOAD_SECONDS = 36_000'],
    ['{ signingDate, expiresIn }', '{ signingDate }'],
    ['signingDate.getTime() + 1000 * expiresIn', 'signingDate.getTime() + expiresIn / 1000'],
    ['SINGLE_BYTES = 100 * 2 ** 20', 'SINGLE_BYTES = 1000 * 2 ** 20'],
    ['LEAST_PART_BYTES = 64 * 2 ** 20', 'LEAST_PART_BYTES = 6 * 2 ** 20'],
    ['MOST_PARTS = 1000', 'MOST_PARTS = 10_000'],
    ['ContentLength: bytes', ''],
    ['PartNumber, ContentLength', 'PartNumber'],
  ]),
  ...of('lib/jobs/job-limits.ts', API, [['MOST_CHUNKS = 9000', 'MOST_CHUNKS = 90_000']]),
  ...of('lib/contract/words.ts', API, [['192 * 2 ** 20', '19 * 2 ** 20']]),
  ...of('lib/contract/requests.ts', API, [
    ['z.minimum(1), z.maximum(MOST_FILE_BYTES)', 'z.maximum(MOST_FILE_BYTES)'],
    ['z.minimum(1), z.maximum(MOST_FILE_BYTES)', 'z.minimum(1)'],
  ]),
  ...of('lib/jobs/submit-job.ts', API, [['    checkUploadedBytes(job.source, file.bytes);\n', '']]),
  ...of('lib/jobs/split-job.ts', API, [['  checkUploadedBytes(job.source, file.bytes);\n', '']]),
  ...of('lib/acceptance/keeping.ts', JOBS, [['DAY_MS = 86_400_000', 'DAY_MS = 86_400']]),
  ...of('lib/jobs/job.ts', JOBS, [['CHUNKS_PER_PAGE = 50', 'CHUNKS_PER_PAGE = 500']]),
  ...of('lib/jobs/sweep-jobs.ts', JOBS, [
    ['20 * 60_000', '2 * 60_000'],
    ['MOST_RESUMES = 4', 'MOST_RESUMES = 40'],
  ]),
  ...of('lib/jobs/open-job-text.ts', JOBS, [['512 * 2 ** 20', '5120 * 2 ** 20']]),
  ...of('lib/jobs/split-unpacked.ts', JOBS, [['32 * 2 ** 30', '3 * 2 ** 30']]),
  ...of('lib/runtime/sqs-handlers.ts', JOBS, [
    ['LONGEST_BACK_OFF_SECONDS = 300', 'LONGEST_BACK_OFF_SECONDS = 3000'],
  ]),
  ...of('lib/files/parquet/parquet-memory.ts', 'tests/unit/files/parquet/parquet-column', [
    ['768 * 2 ** 20', '7680 * 2 ** 20'],
  ]),
  ...of('lib/files/parquet/parquet-source.ts', 'tests/unit/files/parquet/parquet-source', [
    [' || text.length >= BLOCK_LENGTH', ''],
  ]),
  ...of('lib/files/csv/cut-pieces.ts', 'tests/unit/files/csv/scan-bytes', [
    ['MOST_RECORD_BYTES = 1 << 24', 'MOST_RECORD_BYTES = 1 << 28'],
  ]),
  ...of('lib/webhook/webhook.ts', WEBHOOKS, [
    ['[5, 300, 1800', '[50, 300, 1800'],
    ['28_800, 28_800]', '28_800, 86_400]'],
    ['1000 * RETRY_SECONDS', 'RETRY_SECONDS'],
    ['RETRY_SECONDS.length + 1', 'RETRY_SECONDS.length'],
    ['LONGEST_WEBHOOK_URL = 2000', 'LONGEST_WEBHOOK_URL = 20_000'],
  ]),
  ...of('lib/webhook/deliver-webhook.ts', WEBHOOKS, [
    ['NOT_YET_SECONDS = 60', 'NOT_YET_SECONDS = 6'],
    ['due.getTime() - now.getTime()) / 1000', 'due.getTime() - now.getTime())'],
  ]),
  ...of('lib/contract/words.ts', WEBHOOKS, [
    ['MOST_RESENDS = 20', 'MOST_RESENDS = 2000'],
    ['MOST_EVENT_BYTES = 100_000', 'MOST_EVENT_BYTES = 1_000_000'],
  ]),
  ...of('lib/webhook/sign-webhook.ts', WEBHOOKS, [['at.getTime() / 1000', 'at.getTime()']]),
  ...of('lib/adapters/http/https-webhook-sender.ts', WEBHOOKS, [
    ['TIMEOUT_MS = 10_000', 'TIMEOUT_MS = 100_000'],
  ]),
];
