import { type LeadSource, readLeads } from '../learning/table/read-leads.ts';
import { areLeadsKnown } from '../model/known-leads.ts';
import { sum } from '../statistics/sum.ts';
import type { Champion } from './find-champion.ts';
import type { StepDeps } from './step-deps.ts';
import type { TrainingDataset } from './training.ts';
import type { TrainingPolicy } from './training-policy.ts';
import { findUnseen } from './unseen-leads.ts';

/** What a dataset has that the champion has not learned from. */
export interface NewLeads {
  readonly rows: number;
  readonly converted: number;
  /** In words, of what they are counted; which leads a champion knows that has no leads.json is not known. */
  readonly counted: string;
}

/**
 * Counts them by what they say where the champion's leads are known, and by how many more there are, whichever is more: of leads
 * that say the same nobody knows which are new, and of a file that left old ones out the number tells nothing.
 */
export async function countNew(
  files: StepDeps['files'],
  champion: Champion | undefined,
  data: TrainingDataset,
  source: LeadSource,
): Promise<NewLeads> {
  if (champion?.artifact === undefined)
    return { rows: data.rows, converted: data.converted, counted: 'leads' };
  const { record, artifact } = champion;
  if (!areLeadsKnown(artifact))
    return { rows: data.rows, converted: data.converted, counted: 'leads in the file' };
  const { lineage } = artifact;
  const counted = `leads that ${record.version} has not learned from`;
  if (lineage.data_sha256 === data.sha256) return { rows: 0, converted: 0, counted };
  // Too few to train on are still counted.
  const read = readLeads({ ...source, force: true }, 0);
  const unseen = await findUnseen(files, record, artifact, read);
  const { rows, converted } = lineage;
  const more = {
    rows: Math.max(0, data.rows - rows),
    converted: Math.max(0, data.converted - converted),
  };
  if (typeof unseen === 'string')
    return {
      ...more,
      counted: `leads more than the ${rows} (${converted} converted) that ${record.version} has learned from`,
    };
  const { novel } = unseen;
  return {
    rows: Math.max(more.rows, sum(novel)),
    converted: Math.max(more.converted, sum(novel.map((one, i) => one * read.labels[i]!))),
    counted,
  };
}

/** Why it is not worth a training, or undefined. */
export function findShortage(
  { minimumNewRows, minimumNewConversions }: TrainingPolicy,
  { rows, converted, counted }: NewLeads,
): string | undefined {
  if (rows < minimumNewRows) return `the policy asks for ${minimumNewRows} ${counted}; there are ${rows}`;
  if (converted < minimumNewConversions)
    return `the policy asks for ${minimumNewConversions} conversions among ${counted}; there are ${converted}`;
  return undefined;
}
