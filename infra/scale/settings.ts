/**
 * What of serverless.yml, infra/*.yml and lib/jobs the simulation knows, where it cannot be imported. A test reads those
 * files and fails when they say something else.
 */
export const SETTINGS = {
  /** serverless.yml and infra/stages.yml (prod), runJob and scoreChunk. */
  step: { timeoutSeconds: 900, memoryMegabytes: 1769, atATime: 5, visibilitySeconds: 5400 },
  chunk: { timeoutSeconds: 120, memoryMegabytes: 1769, visibilitySeconds: 720 },
  /** infra/queues.yml, both queues. */
  retentionSeconds: 345_600,
  /** infra/stages.yml, prod. */
  chunksAtATime: 100,
  /** JOB_CHUNK_BYTES, unless it is set. */
  chunkBytes: 8_388_608,
  /** How long a prod stage keeps the files of a job; deleted parts stay for a day, and go with the next day's lifecycle. */
  keepDays: 30,
  partDays: 2,
  /** lib/jobs/split-job.ts */
  mostChunks: 9000,
  mostChunkBytes: 192 * 2 ** 20,
  portionBytes: 8 * 2 ** 20,
  portionsAhead: 2,
  /** lib/runtime/sqs-handlers.ts: a message that failed by itself comes back in 2, 4, 8 … seconds, so many at most. */
  longestBackOffSeconds: 300,
  legBytes: 16 * 2 ** 30,
  /** lib/adapters/aws: messages of a batch, batches, copies, groups that are read at once, keys of one removal, of one read. */
  entriesPerBatch: 10,
  batchesAtOnce: 5,
  copiesAtOnce: 100,
  readsAtOnce: 2,
  keysPerRemoval: 1000,
  keysPerRead: 100,
  /** lib/adapters/aws/s3-job-files.ts: how long the addresses of an upload hold, and how many parts it has at most. */
  uploadSeconds: 21_600,
  /** The sweep's schedule, and how many jobs it looks at each time. */
  sweepSeconds: 300,
  jobsPerSweep: 100,
} as const;
