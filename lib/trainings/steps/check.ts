import { InputError } from '../../errors.ts';
import { looksLikeNames } from '../../files/check-header.ts';
import { openTable } from '../../files/open-table.ts';
import { toByteSource } from '../../files/text/byte-source.ts';
import { nearestName } from '../../lead/nearest-name.ts';
import { spoilsModel } from '../../learning/profile/find-leak-suspects.ts';
import type { LeakSuspect, Profile } from '../../learning/profile/profile.ts';
import { profileLeads } from '../../learning/profile/profile-leads.ts';
import { withoutValues } from '../../learning/profile/without-values.ts';
import { sha256Of } from '../../sha256.ts';
import { countNew, findShortage } from '../count-new.ts';
import { countFits, mostDatasetBytes, tellTooManyBytes, tellTooManyValues } from '../dataset-memory.ts';
import type { Step } from '../do-step.ts';
import { type Champion, findChampion } from '../find-champion.ts';
import { fileNameOf, readDataset } from '../read-dataset.ts';
import { type Decision, profileKey, type Training, type TrainingDataset } from '../training.ts';
import { toTrainOptions } from '../training-options.ts';

/**
 * Validates and profiles the dataset, and looks whether there is enough in it that the champion has not learned from.
 *
 * @returns `proceed`: false when there is not; the training is over then
 * @throws {InputError} the file is not there, too large, or not what the options say
 */
export const check: Step = async (deps, training) => {
  const { id } = training;
  const { files, clock, memory } = deps;
  const key = training.datasetKey;
  const found = await files.stat(key);
  if (found === undefined) throw new InputError(`${key}: expected a file in the bucket, found none.`);
  if (found.bytes > mostDatasetBytes(memory))
    throw new InputError(tellTooManyBytes(key, found.bytes, memory));
  const bytes = await readDataset(files, key, found);
  const sha256 = sha256Of(bytes);
  const options = toTrainOptions(training);
  const fileName = fileNameOf(key);
  const data = await openTable(toByteSource(bytes), fileName, {
    encoding: options.encoding,
    mostBytes: mostDatasetBytes(memory),
  });
  const input = { ...options, data, fileName };
  const profile = withoutValues(profileLeads(input));
  // Rows without an outcome are held, too. The profile does not count the column of the outcome.
  const size = { bytes: found.bytes, rows: profile.rows_read, columns: profile.columns.length + 1 };
  // This step has read it with less than what a fit takes.
  if (countFits(memory, size, 1) === 0) throw new InputError(tellTooManyValues(key, size, memory));
  await files.write(profileKey(id), Buffer.from(JSON.stringify(profile)), 'application/json');
  const dataset: TrainingDataset = {
    ...found,
    sha256,
    rows: profile.rows,
    converted: profile.outcome!.converted,
  };
  const champion = await findChampion(deps, training.model);
  checkAllowedFields(training, profile, champion);
  // What is new is counted by reading the file as training does, which takes ten leads of either outcome.
  const tooFew = findShortage(training.policy, { ...dataset, counted: 'leads in the file' });
  const fresh = tooFew === undefined ? await countNew(files, champion, dataset, input) : undefined;
  const reason = fresh === undefined ? tooFew : findShortage(training.policy, fresh);
  const figures = {
    rows: dataset.rows,
    converted: dataset.converted,
    columns: profile.columns.length,
    ...(fresh === undefined ? {} : { new_rows: fresh.rows, new_conversions: fresh.converted }),
    ...listSuspects(profile),
    notes: profile.notes,
  };
  if (reason === undefined) return { figures, change: { data: dataset }, output: { proceed: true } };
  const decision: Decision = {
    outcome: 'skipped',
    reason,
    ...(champion === undefined ? {} : { champion: champion.record.version }),
  };
  const change = { data: dataset, decision, status: 'succeeded', completedAt: clock.now() } as const;
  return { figures, change, output: { proceed: false } };
};

/**
 * The columns that stop a promotion, and those that somebody is only to look at: strong ones, ones that training leaves out, and dates
 * of which it uses no order.
 */
function listSuspects({ leak_suspects: noted, columns }: Profile) {
  const out = new Set(columns.flatMap(({ name, left_out }) => (left_out === undefined ? [] : [name])));
  const isSuspect = (suspect: LeakSuspect) => spoilsModel(suspect, out);
  const names = (suspects: readonly LeakSuspect[]) => suspects.map(({ column }) => column);
  return {
    leak_suspects: names(noted.filter(isSuspect)),
    worth_a_look: names(noted.filter((suspect) => !isSuspect(suspect))),
  };
}

/**
 * What is allowed must be there: a name that is written wrong would allow nothing, and the training would end otherwise than whoever
 * has written it expects. A field that only the champion has may be allowed to go.
 *
 * @throws {InputError} naming the first that is neither a column of the file nor a field of the champion
 */
function checkAllowedFields(
  { policy, datasetKey }: Training,
  { columns }: Profile,
  champion: Champion | undefined,
): void {
  const inFile = columns.map(({ name }) => name);
  const fields = champion?.artifact?.schema.fields.map(({ name }) => name) ?? [];
  const wrong = policy.allowFields?.find((name) => !inFile.includes(name) && !fields.includes(name));
  if (wrong === undefined) return;
  // Of a file without a header its first line is a lead.
  const nearest = nearestName(wrong, looksLikeNames(inFile) ? [...inFile, ...fields] : fields);
  const hint = nearest === undefined ? '' : ` Did you mean “${nearest}”?`;
  throw new InputError(
    `allow_fields: expected columns of ${datasetKey} or fields of the champion, got “${wrong}”.${hint}`,
  );
}
