import { Command } from 'commander';
import { addBucketOptions, chooseBuckets, openBuckets, type StageOptions } from '../stage.ts';
import { printJson, printLines } from '../terminal/print.ts';

interface CreateBucketOptions extends StageOptions {
  readonly region?: string;
}

const EXAMPLES = `
Examples:
  $ scorelane create-bucket acme-models
  $ scorelane create-bucket acme-models --region eu-central-1 --stage aws

Works before any stack exists. While a local stack runs, the bucket is made there unless --stage aws is given.`;

export const createCreateBucketCommand = (): Command =>
  addBucketOptions(
    new Command('create-bucket')
      .description('make a private bucket')
      .argument('<bucket>', 'its name: unique in the world')
      .option('--region <region>', 'an AWS region (default: that of your AWS settings)'),
  )
    .addHelpText('after', EXAMPLES)
    .action(runCreateBucket);

async function runCreateBucket(bucket: string, options: CreateBucketOptions): Promise<void> {
  const { createBucket } = await import('../../lib/adapters/aws/bucket-tools.ts');
  const where = chooseBuckets(options.stage);
  if (options.region !== undefined) process.env.AWS_REGION = options.region;
  const created = await createBucket(await openBuckets(), bucket);
  if (options.json) return printJson({ bucket, where: where.toLowerCase(), created });
  printLines([
    created
      ? `Made the bucket ${bucket} (${where}).`
      : `The bucket ${bucket} (${where}) exists already, and is yours.`,
  ]);
}
