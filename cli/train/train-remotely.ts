import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { UPLOADS_FOLDER } from '../../lib/bucket-folders.ts';
import type { TrainingRequest } from '../../lib/client/index.ts';
import { POLICY_SHAPE, SETTINGS_SHAPE } from '../../lib/contract/training-options.ts';
import { openApi, untilInterrupted } from '../api-client.ts';
import { openInput } from '../files/files.ts';
import { keepInput } from '../files/input-stream.ts';
import type { readTold } from '../files/told-options.ts';
import { followTraining } from '../runs/follow-training.ts';
import { openBuckets, resolveStage } from '../stage.ts';
import { whileShowing } from '../terminal/progress.ts';
import { isStandardInput } from '../terminal/standard-streams.ts';

interface RemoteOptions {
  readonly name: string;
  readonly stage?: string;
  readonly json?: boolean;
}

/** Options of this command alone, and those that `told` has in the terms of the API. */
const OWN = new Set([
  ...['name', 'remote', 'stage', 'json', 'threads'],
  ...['target', 'positive', 'negative', 'group', 'time', 'drop'],
  ...['columns', 'type', 'missing', 'mergeCase'],
]);
/** Names of the command's options that the API knows by another word. */
const OTHER_WORDS: Readonly<Record<string, string>> = { trainer: 'trainers', allow_field: 'allow_fields' };

/**
 * Has the stack train: uploads the file, unless it is in the stack's bucket already, starts a training and follows it.
 * For options that are not given, the policy file, the champion and the defaults decide.
 *
 * @param told what is said of the leads, in a file of columns or in options
 */
export async function trainRemotely(
  file: string,
  options: RemoteOptions,
  told: Awaited<ReturnType<typeof readTold>>,
  command: Command,
): Promise<void> {
  const given = Object.entries(command.opts()).filter(
    ([name]) => command.getOptionValueSource(name) === 'cli',
  );
  const members = given
    .filter(([name]) => !OWN.has(name))
    .map(([name, value]) => ({ name, member: memberOf(name), value }));
  const useless = members.find(({ member }) => !(member in SETTINGS_SHAPE || member in POLICY_SHAPE));
  if (useless !== undefined) {
    const flag = command.options.find((option) => option.attributeName() === useless.name)?.long;
    command.error(`error: ${flag ?? useless.name} cannot be used with --remote`);
  }
  const pick = (shape: object) =>
    Object.fromEntries(members.flatMap(({ member, value }) => (member in shape ? [[member, value]] : [])));
  const { columns, ...settings } = told;
  const policy = pick(POLICY_SHAPE);
  const request: TrainingRequest = {
    ...pick(SETTINGS_SHAPE),
    ...settings,
    ...(Object.keys(columns).length === 0 ? {} : { columns }),
    model: options.name,
    dataset: isInBucket(file) ? file : await upload(file, options),
    ...(Object.keys(policy).length === 0 ? {} : { policy }),
  };
  const client = await openApi(options.stage === undefined ? {} : { stage: options.stage });
  const signal = untilInterrupted();
  const run = await client.startTraining(request, { signal });
  await followTraining(client, run.training_id, { json: options.json === true, signal });
}

const memberOf = (name: string): string => {
  const words = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return OTHER_WORDS[words] ?? words;
};

const isInBucket = (file: string): boolean => file === 'latest' || file.startsWith('s3://');

/** Not under `datasets/`, where it would start a training of its own. @returns the key */
async function upload(file: string, { name, stage, json }: RemoteOptions): Promise<string> {
  const path = await keepInput(file);
  const { size } = statSync(path);
  const [{ environment }, { uploadFile }, { createSha256 }] = await Promise.all([
    resolveStage(stage),
    import('../../lib/adapters/aws/bucket-tools.ts'),
    import('../../lib/sha256.ts'),
  ]);
  const hash = createSha256();
  for (const chunk of openInput(path).open()) hash.update(chunk);
  const key = `${UPLOADS_FOLDER}${name}/${hash.digest().slice(0, 12)}/${isStandardInput(file) ? 'standard-input.csv' : basename(file)}`;
  const client = await openBuckets();
  const contentType = 'text/csv; charset=utf-8';
  await whileShowing('Uploading', json, () =>
    uploadFile(client, { bucket: environment.BUCKET!, key, path, size, contentType }),
  );
  return key;
}
