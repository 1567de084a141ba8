/** When the list below was written down. */
export const PRICES_OF = '2026-11-21';
export const REGION = 'us-east-1';

const THOUSAND = 1_000;
const MILLION = 1_000_000;

/**
 * Dollars of one unit, on demand, before any free tier or discount, in the first tier of volume. AWS's own price pages could not
 * be read when this was written: behind each price stands the copy of a page that says the same. Look at the pages of AWS and set
 * `PRICES_OF` before you rely on it.
 */
export const PRICES = {
  /** arm64. cloudchipr.com, AWS Lambda Pricing Breakdown, 2024. */
  lambdaGbSecond: 0.0000133334,
  /** git.mcrn.ar, lambda-13-cost.md, May 2026. */
  lambdaRequest: 0.2 / MILLION,
  /** HTTP API, by 512 KB. docs.aws.amazon.com, Best Practices for Designing API Gateway Private APIs, Cost optimization. */
  gatewayRequest: 1 / MILLION,
  /** On demand. airbyte.com, Amazon DynamoDB Pricing, July 2025. */
  writeUnit: 0.625 / MILLION,
  readUnit: 0.125 / MILLION,
  /** GB-month, table and indexes. aws.amazon.com/dynamodb/pricing, an undated copy. */
  tableStorage: 0.25,
  /** GB-month, point-in-time recovery, of the table only. Not confirmed. */
  recovery: 0.2,
  /** Standard workflow. aws.amazon.com/step-functions/pricing, an undated copy. */
  stateTransition: 0.025 / THOUSAND,
  /** By 64 KB. cloudburn.io, Amazon SQS Pricing, March 2026. */
  sqsRequest: 0.4 / MILLION,
  /** c3x.dev, S3 request fees explained. */
  s3Get: 0.0004 / THOUSAND,
  /** GB taken in. factualminds.com, Amazon CloudWatch Pricing, June 2026. */
  logs: 0.5,
  /** Custom metric and month. signoz.io, CloudWatch Pricing, February 2026. */
  metric: 0.3,
  /** Metric that an alarm watches, and month. Not confirmed. */
  alarm: 0.1,
  /** Month. factualminds.com, Amazon CloudWatch Pricing, June 2026. */
  dashboard: 3,
  /** Hour of an ml.t2.medium, the smallest of real-time inference. Not confirmed: copies say .056 or .065. */
  endpointHour: 0.056,
  /** Second of inference ÷ GB of memory. From $0.00006 for 3 GB: a public review of the Price List API, SKU PUE6HBQ8KFHBUN5T, September 2026. */
  serverlessGbSecond: 0.00002,
  /** GB that goes in or comes out of an endpoint. aws-samples/sagemaker-ssh-helper, Sample_Costs.md, December 2023, of eu-west-1. */
  endpointGb: 0.016,
} as const;
