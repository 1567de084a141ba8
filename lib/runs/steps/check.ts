import { InputError } from '../../errors.ts';
import { sha256Of } from '../../sha256.ts';
import { profileLeads } from '../../training/profile/profile-leads.ts';
import { doStep } from '../do-step.ts';
import { type Champion, findChampion } from '../find-champion.ts';
import { fileNameOf, MOST_DATASET_BYTES, readDataset } from '../read-dataset.ts';
import { type Decision, profileKey, type RunDataset, type TrainingRun } from '../run.ts';
import { toTrainOptions } from '../run-options.ts';
import type { StepDeps } from '../step-deps.ts';

/**
 * Validates and profiles the dataset, and looks whether there is enough in it that the champion has not learned from.
 *
 * @returns `proceed`: false when there is not; the run is over then
 * @throws {InputError} the file is not there, too large, or not what the options say
 */
export const check = (deps: StepDeps, id: string) =>
  doStep(deps, id, 'check', async (run) => {
    const { files, clock } = deps;
    const key = run.datasetKey;
    const found = await files.stat(key);
    if (found === undefined) throw new InputError(`${key}: expected a file in the bucket, found none.`);
    if (found.bytes > MOST_DATASET_BYTES)
      throw new InputError(
        `${key}: expected at most ${MOST_DATASET_BYTES} bytes, got ${found.bytes}. Train on fewer columns or a sample of the rows.`,
      );
    const bytes = await readDataset(files, key, found);
    const sha256 = sha256Of(bytes);
    const profile = profileLeads({ ...toTrainOptions(run), data: bytes, fileName: fileNameOf(key) });
    await files.write(profileKey(id), Buffer.from(JSON.stringify(profile)), 'application/json');
    const data: RunDataset = { ...found, sha256, rows: profile.rows, converted: profile.outcome!.converted };
    const champion = await findChampion(deps, run.model);
    const fresh = countNew(data, champion);
    const reason = shortage(run, fresh);
    const figures = {
      rows: data.rows,
      converted: data.converted,
      columns: profile.columns.length,
      new_rows: fresh.rows,
      new_conversions: fresh.converted,
      leak_suspects: profile.leak_suspects.map(({ column }) => column),
      notes: profile.notes,
    };
    if (reason === undefined) return { figures, change: { data }, output: { proceed: true } };
    const decision: Decision = {
      outcome: 'skipped',
      reason,
      ...(champion === undefined ? {} : { champion: champion.record.version }),
    };
    const change = { data, decision, status: 'succeeded', completedAt: clock.now() } as const;
    return { figures, change, output: { proceed: false } };
  });

/** How many more leads there are than the champion learned from. */
function countNew(data: RunDataset, champion: Champion | undefined): { rows: number; converted: number } {
  const lineage = champion?.artifact?.lineage;
  if (lineage === undefined) return data;
  if (lineage.data_sha256 === data.sha256) return { rows: 0, converted: 0 };
  return {
    rows: Math.max(0, data.rows - lineage.rows),
    converted: Math.max(0, data.converted - lineage.converted),
  };
}

/** Why it is not worth a training, or undefined. */
function shortage(
  { policy: { minimumNewRows, minimumNewConversions } }: TrainingRun,
  { rows, converted }: { readonly rows: number; readonly converted: number },
): string | undefined {
  if (rows < minimumNewRows)
    return `the policy asks for ${minimumNewRows} leads that the champion has not learned from, there are ${rows}`;
  if (converted < minimumNewConversions)
    return `the policy asks for ${minimumNewConversions} new conversions, there are ${converted}`;
  return undefined;
}
