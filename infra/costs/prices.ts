export interface Price {
  readonly dollars: number;
  readonly per: number;
  readonly unit: string;
  /** Title of the page where AWS lists it. */
  readonly page: string;
  /** A stored copy of a page that says the same; undefined: none was found. */
  readonly checked?: string;
}

/** When the list below was written down. */
export const PRICES_OF = '2026-11-21';
export const REGION = 'us-east-1';

const MILLION = 1_000_000;

/**
 * On demand, before any free tier or discount, in the first tier of volume. AWS's own pages could not be read when this was
 * written: `checked` names a stored copy of a page that says the same, AWS's where there was one. Look at the pages
 * and set `PRICES_OF` before you rely on it.
 */
export const PRICES = {
  lambdaGbSecond: {
    dollars: 0.0000133334,
    per: 1,
    unit: 'GB-second, arm64',
    page: 'AWS Lambda pricing',
    checked: 'cloudchipr.com, AWS Lambda Pricing Breakdown, 2024',
  },
  lambdaRequest: {
    dollars: 0.2,
    per: MILLION,
    unit: 'invocations',
    page: 'AWS Lambda pricing',
    checked: 'git.mcrn.ar, lambda-13-cost.md, May 2026',
  },
  gatewayRequest: {
    dollars: 1,
    per: MILLION,
    unit: 'requests of an HTTP API, by 512 KB',
    page: 'Amazon API Gateway pricing',
    checked: 'docs.aws.amazon.com, Best Practices for Designing API Gateway Private APIs, Cost optimization',
  },
  writeUnit: {
    dollars: 0.625,
    per: MILLION,
    unit: 'write request units',
    page: 'Amazon DynamoDB pricing for on-demand capacity',
    checked: 'airbyte.com, Amazon DynamoDB Pricing, July 2025',
  },
  readUnit: {
    dollars: 0.125,
    per: MILLION,
    unit: 'read request units',
    page: 'Amazon DynamoDB pricing for on-demand capacity',
    checked: 'airbyte.com, Amazon DynamoDB Pricing, July 2025',
  },
  tableStorage: {
    dollars: 0.25,
    per: 1,
    unit: 'GB-month, table and indexes',
    page: 'Amazon DynamoDB pricing for on-demand capacity',
    checked: 'aws.amazon.com/dynamodb/pricing, an undated copy',
  },
  recovery: {
    dollars: 0.2,
    per: 1,
    unit: 'GB-month, point-in-time recovery, table only',
    page: 'Amazon DynamoDB pricing for on-demand capacity',
  },
  stateTransition: {
    dollars: 0.025,
    per: 1000,
    unit: 'state transitions of a standard workflow',
    page: 'AWS Step Functions pricing',
    checked: 'aws.amazon.com/step-functions/pricing, an undated copy',
  },
  sqsRequest: {
    dollars: 0.4,
    per: MILLION,
    unit: 'requests, by 64 KB',
    page: 'Amazon SQS pricing',
    checked: 'cloudburn.io, Amazon SQS Pricing, March 2026',
  },
  s3Get: {
    dollars: 0.0004,
    per: 1000,
    unit: 'GET requests',
    page: 'Amazon S3 pricing',
    checked: 'c3x.dev, S3 request fees explained',
  },
  s3Put: {
    dollars: 0.005,
    per: 1000,
    unit: 'PUT, COPY, POST or LIST requests',
    page: 'Amazon S3 pricing',
    checked:
      'cloudkaramchari.com, Understanding per 1000 PUT COPY POST or LIST Requests in Amazon S3 Pricing',
  },
  s3Storage: {
    dollars: 0.023,
    per: 1,
    unit: 'GB-month, S3 Standard, first 50 TB',
    page: 'Amazon S3 pricing',
  },
  logs: {
    dollars: 0.5,
    per: 1,
    unit: 'GB taken in',
    page: 'Amazon CloudWatch pricing',
    checked: 'factualminds.com, Amazon CloudWatch Pricing, June 2026',
  },
  metric: {
    dollars: 0.3,
    per: 1,
    unit: 'custom metric and month',
    page: 'Amazon CloudWatch pricing',
    checked: 'signoz.io, CloudWatch Pricing, February 2026',
  },
  alarm: { dollars: 0.1, per: 1, unit: 'metric of an alarm, and month', page: 'Amazon CloudWatch pricing' },
  dashboard: {
    dollars: 3,
    per: 1,
    unit: 'dashboard and month',
    page: 'Amazon CloudWatch pricing',
    checked: 'factualminds.com, Amazon CloudWatch Pricing, June 2026',
  },
  /** The smallest of the types that an endpoint takes. Copies of others' price lists say .056 or .065: the lower is taken. */
  sagemaker: {
    dollars: 0.056,
    per: 1,
    unit: 'hour of an ml.t2.medium, real-time inference',
    page: 'Amazon SageMaker pricing',
  },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof PRICES;
