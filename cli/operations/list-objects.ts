import { Command } from 'commander';
import { addBucketOptions, chooseBuckets, openBuckets, type StageOptions } from '../stage.ts';
import { formatTime } from '../terminal/format.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { alignCells } from '../terminal/text-table.ts';

interface ListObjectsOptions extends StageOptions {
  readonly prefix: string;
  readonly tags?: boolean;
}

const EXAMPLES = `
Examples:
  $ scorelane list-objects acme-models
  $ scorelane list-objects acme-models --prefix models/leads/ --tags`;

export const createListObjectsCommand = (): Command =>
  addBucketOptions(
    new Command('list-objects')
      .description('list what a bucket holds')
      .argument('<bucket>', 'an existing bucket')
      .option('--prefix <prefix>', 'only keys that begin so', '')
      .option('--tags', 'show the tags that upload gave (one request per object)'),
  )
    .addHelpText('after', EXAMPLES)
    .action(runListObjects);

async function runListObjects(bucket: string, options: ListObjectsOptions): Promise<void> {
  const { listObjects, readTag } = await import('../../lib/adapters/aws/bucket-tools.ts');
  const where = chooseBuckets(options.stage);
  const client = await openBuckets();
  const found: { key: string; size: number; modified: Date; tag?: string | undefined }[] = [];
  for await (const object of listObjects(client, bucket, options.prefix)) {
    found.push(options.tags ? { ...object, tag: await readTag(client, bucket, object.key) } : object);
  }
  if (options.json) {
    return printJson(
      found.map(({ key, size, modified, tag }) => ({
        key,
        size,
        modified: modified.toISOString(),
        ...(options.tags ? { tag: tag ?? null } : {}),
      })),
    );
  }
  if (found.length === 0)
    return printLines([`${bucket} (${where}) holds nothing${options.prefix && ` under ${options.prefix}`}.`]);
  const rows = found.map(({ key, size, modified, tag }) => [
    formatTime(modified),
    size.toLocaleString('en-US'),
    key,
    ...(options.tags ? [tag ?? '–'] : []),
  ]);
  printLines(
    alignCells([['modified', 'bytes', 'key', ...(options.tags ? ['tag'] : [])], ...rows], ['left', 'right']),
  );
}
