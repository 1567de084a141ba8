import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join, relative, sep } from 'node:path';
import { Command } from 'commander';
import { count } from '../../lib/count.ts';
import { InputError } from '../../lib/errors.ts';
import { formatCount } from '../../lib/format-figures.ts';
import type { Replaced } from '../files/agree-to-replace.ts';
import { claimFiles } from '../files/claim-files.ts';
import { addBucketOptions, chooseBuckets, openBuckets, type StageOptions } from '../stage.ts';
import { formatBytes } from '../terminal/format.ts';
import { sayRepeat } from '../terminal/hint.ts';
import { printJson, printLines, printNote } from '../terminal/print.ts';
import { whileShowing } from '../terminal/progress.ts';
import { isStandardInput } from '../terminal/standard-streams.ts';
import type { FileToUpload } from './check-uploads.ts';

interface UploadOptions extends StageOptions {
  readonly tag?: string;
  readonly prefix: string;
  readonly name?: string;
  readonly force?: boolean;
}

const EXAMPLES = `
Examples:
  $ scorelane upload acme-models leads.csv --prefix datasets/leads/
  $ scorelane upload acme-models model --tag 1.0               # every file of the folder
  $ gzip -c leads.csv | scorelane upload acme-models - --name leads.csv.gz

A model that was imported with checks is uploaded with its checks.json, and only if it still gives the probabilities in it.
The tag is kept as metadata of each object; list-objects --tags shows it. To publish a model for serving: scorelane publish.`;

const TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
};

export const createUploadCommand = (): Command =>
  addBucketOptions(
    new Command('upload')
      .description('upload a file, or every file of a folder')
      .argument('<bucket>', 'an existing bucket')
      .argument('<path>', 'a file or a folder; - is the standard input')
      .option('--tag <tag>', 'a free word such as 1.0')
      .option('--prefix <prefix>', 'goes before the keys, such as datasets/leads/', '')
      .option('--name <name>', 'what the standard input is called in the bucket')
      .option('--force', 'replace objects that exist'),
  )
    .addHelpText('after', EXAMPLES)
    .action(runUpload);

async function runUpload(
  bucket: string,
  path: string,
  options: UploadOptions,
  command: Command,
): Promise<void> {
  const [{ findObject, uploadFile }, { checkTags }, { checkUploads }, { agreeToReplace, consentOf }] =
    await Promise.all([
      import('../../lib/adapters/aws/bucket-tools.ts'),
      import('../../lib/registry/publish-model.ts'),
      import('./check-uploads.ts'),
      import('../files/agree-to-replace.ts'),
    ]);
  const { tag, prefix, name: given, force, json } = options;
  if (isStandardInput(path) && given === undefined)
    command.error('error: the standard input (-) needs --name');
  if (given !== undefined && !isStandardInput(path))
    command.error('error: --name needs the standard input (-)');
  if (tag !== undefined) checkTags([tag]);
  await claimFiles(command, { reads: [{ option: '<path>', path }] });
  const files = given === undefined ? listFiles(path) : [await keepStandardInput(path, given)];
  checkUploads(bucket, files);
  chooseBuckets(options.stage);
  const client = await openBuckets();
  const found: Replaced[] = [];
  for (const { name } of files) {
    const object = await findObject(client, bucket, `${prefix}${name}`);
    if (object !== undefined) found.push({ ...object, name: `s3://${bucket}/${object.key}` });
  }
  await agreeToReplace(command, found, consentOf(command, [path]));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const all: { key: string; size: number }[] = [];
  const interrupt = (signal: NodeJS.Signals) => {
    const done = `${formatCount(all.length)} of ${count(files.length, 'object')}`;
    // Those that were uploaded are replaced then.
    const option = force || all.length === 0 ? undefined : '--force';
    printNote(`interrupted: ${done} uploaded, each whole. ${sayRepeat('upload all again', option)}`);
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const uploaded = await whileShowing('Uploading', json, async ({ show }) => {
    let done = 0;
    for (const { path: file, name, size } of files) {
      show({ what: 'Uploading', done, total, unit: 'bytes', note: name });
      const key = `${prefix}${name}`;
      const contentType = TYPES[extname(name)] ?? 'application/octet-stream';
      await uploadFile(client, {
        bucket,
        key,
        path: file,
        size,
        contentType,
        ...(tag === undefined ? {} : { tag }),
      });
      done += size;
      all.push({ key, size });
    }
    return all;
  });
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  if (options.json)
    return printJson(uploaded.map(({ key, size }) => ({ bucket, key, size, tag: tag ?? null })));
  printLines(uploaded.map(({ key, size }) => `Uploaded s3://${bucket}/${key} (${formatBytes(size)})`));
}

async function keepStandardInput(path: string, name: string): Promise<FileToUpload> {
  const { keepInput } = await import('../files/input-stream.ts');
  const copy = await keepInput(path);
  return { path: copy, name, size: statSync(copy).size };
}

/** @throws {InputError} there is nothing to upload */
function listFiles(path: string): FileToUpload[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new InputError(`no such file or folder: ${path}`);
  if (stat.isFile()) return [{ path, name: basename(path), size: stat.size }];
  const files = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (files.length === 0) throw new InputError(`${path}: the folder holds no files.`);
  return files.map((file) => ({
    path: file,
    name: relative(path, file).split(sep).join('/'),
    size: statSync(file).size,
  }));
}
