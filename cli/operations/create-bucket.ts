import { Command } from 'commander';
import { chooseBuckets, openBuckets, type TargetOptions } from '../target.ts';
import { printJson, printLines } from '../terminal/print.ts';

interface CreateBucketOptions extends TargetOptions {
  readonly region?: string;
}

const EXAMPLES = `
Examples:
  $ scorelane create-bucket acme-models
  $ scorelane create-bucket acme-models --region eu-central-1 --target aws

Works before any stack exists. While a local stack runs, the bucket is made there unless --target aws is given.`;

export const createCreateBucketCommand = (): Command =>
  new Command('create-bucket')
    .description('make a private bucket')
    .argument('<bucket>', 'its name: unique in the world')
    .option('--region <region>', 'an AWS region (default: that of your AWS settings)')
    .option('--target <where>', 'local or aws (default: the local stack, when it runs)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action(runCreateBucket);

async function runCreateBucket(bucket: string, options: CreateBucketOptions): Promise<void> {
  const { createBucket } = await import('../../lib/adapters/aws/bucket-tools.ts');
  const where = chooseBuckets(options.target);
  if (options.region !== undefined) process.env.AWS_REGION = options.region;
  const created = await createBucket(await openBuckets(), bucket);
  if (options.json) return printJson({ bucket, where: where.toLowerCase(), created });
  printLines([
    created
      ? `Made the bucket ${bucket} (${where}).`
      : `The bucket ${bucket} (${where}) was there already, and is yours.`,
  ]);
}
