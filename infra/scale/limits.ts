export interface Limit {
  readonly value: number;
  readonly unit: string;
  /** Where AWS says so; read in stored copies of the pages. */
  readonly page: string;
}

const docs = 'https://docs.aws.amazon.com';

/** What AWS sets: quotas by default, none of them raised. */
export const LIMITS = {
  /** Of a queue that messages begin to come to. */
  firstPollers: {
    value: 5,
    unit: 'batches at once',
    page: `${docs}/lambda/latest/dg/services-sqs-scaling.html`,
  },
  pollersPerMinute: {
    value: 300,
    unit: 'more a minute, at most',
    page: `${docs}/lambda/latest/dg/services-sqs-scaling.html`,
  },
  mostMaximumConcurrency: {
    value: 1000,
    unit: 'functions that one queue may start (MaximumConcurrency)',
    page: `${docs}/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-eventsourcemapping-scalingconfig.html`,
  },
  concurrency: {
    value: 1000,
    unit: 'functions at once in an account; a new one has fewer, such as 10',
    page: `${docs}/lambda/latest/dg/gettingstarted-limits.html`,
  },
  partitionWrites: {
    value: 1000,
    unit: 'write units a second of one partition, so of one item',
    page: `${docs}/amazondynamodb/latest/developerguide/warm-throughput-scenarios.html`,
  },
  partitionReads: {
    value: 3000,
    unit: 'read units a second of one partition, so of one item',
    page: `${docs}/amazondynamodb/latest/developerguide/warm-throughput-scenarios.html`,
  },
  tableWrites: {
    value: 4000,
    unit: 'write units a second of a new table on demand; then twice the peak of half an hour before',
    page: 'https://repost.aws/knowledge-center/on-demand-table-throttling-dynamodb',
  },
  tableReads: {
    value: 12_000,
    unit: 'read units a second of a new table on demand; then twice the peak of half an hour before',
    page: 'https://repost.aws/knowledge-center/on-demand-table-throttling-dynamodb',
  },
  prefixWrites: {
    value: 3500,
    unit: 'PUT, COPY, POST or DELETE a second of one prefix',
    page: `${docs}/AmazonS3/latest/userguide/optimizing-performance.html`,
  },
  prefixReads: {
    value: 5500,
    unit: 'GET or HEAD a second of one prefix',
    page: `${docs}/AmazonS3/latest/userguide/optimizing-performance.html`,
  },
  parts: {
    value: 10_000,
    unit: 'parts of an object',
    page: `${docs}/AmazonS3/latest/userguide/qfacts.html`,
  },
  copyBytes: {
    value: 5 * 2 ** 30,
    unit: 'bytes of a part, copied or not',
    page: `${docs}/AmazonS3/latest/userguide/qfacts.html`,
  },
  /** 5 TiB until December 2025. */
  objectBytes: {
    value: 48.8 * 2 ** 40,
    unit: 'bytes of an object',
    page: `${docs}/AmazonS3/latest/userguide/qfacts.html`,
  },
  inFlight: {
    value: 120_000,
    unit: 'messages of a queue that are received and not deleted',
    page: `${docs}/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html`,
  },
} as const satisfies Record<string, Limit>;
