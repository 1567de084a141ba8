import { openTable, type TableOptions } from '../../lib/files/open-table.ts';
import type { Table } from '../../lib/outcomes/import/table-rows.ts';
import { openInput } from '../files/files.ts';
import { copyStream } from '../files/input-stream.ts';
import { openLeads } from '../files/open-leads.ts';
import { chooseBuckets, openBuckets, type StageOptions } from '../stage.ts';

const IN_BUCKET = /^s3:\/\/([^/]+)\/(.*[^/])$/;

/** Whether it names an object of a bucket, and no file of this machine. */
export const isInBucket = (path: string): boolean => IN_BUCKET.test(path);

/**
 * A table to be read more than once: a file, the standard input (`-`), or an object of a bucket, which is copied to a temporary file that
 * only this user may read, and that is gone with the process.
 *
 * @throws {InputError} {NotFoundError} it is not there, or it is no table
 */
export async function openSource(
  path: string,
  options: TableOptions,
  { stage }: Pick<StageOptions, 'stage'>,
): Promise<Table> {
  const [, bucket, key] = IN_BUCKET.exec(path) ?? [];
  if (bucket === undefined || key === undefined) return openLeads(path, options);
  const { downloadObject } = await import('../../lib/adapters/aws/bucket-tools.ts');
  // A stage that has a name of its own is on AWS.
  chooseBuckets(stage === undefined || stage === '' || stage === 'local' ? stage || undefined : 'aws');
  const copy = await copyStream(await downloadObject(await openBuckets(), bucket, key));
  const fileName = key.slice(key.lastIndexOf('/') + 1);
  return { data: await openTable(openInput(copy), fileName, options), fileName };
}
