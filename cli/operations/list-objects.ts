import { Command } from 'commander';
import { addBucketOptions, chooseBuckets, openBuckets, type StageOptions } from '../stage.ts';
import { formatBytes, formatTime } from '../terminal/format.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { whileShowing } from '../terminal/progress.ts';
import { type Column, tabulate } from '../terminal/table.ts';

interface ListObjectsOptions extends StageOptions {
  readonly prefix: string;
  readonly tags?: boolean;
}

const COLUMNS: readonly Column[] = [
  { title: 'modified', drop: 2 },
  { title: 'size', align: 'right', drop: 1 },
  { title: 'key' },
];
const TAG: Column = { title: 'tag', fit: 'shorten' };

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
  const found = await whileShowing('Listing', options.json, async ({ show }) => {
    const all: { key: string; size: number; modified: Date; tag?: string | undefined }[] = [];
    for await (const object of listObjects(client, bucket, options.prefix)) {
      all.push(options.tags ? { ...object, tag: await readTag(client, bucket, object.key) } : object);
      show({ what: 'Listing', done: all.length, unit: 'objects' });
    }
    return all;
  });
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
    formatBytes(size),
    key,
    ...(options.tags ? [tag ?? '–'] : []),
  ]);
  printLines(tabulate(options.tags ? [...COLUMNS, TAG] : COLUMNS, rows));
}
