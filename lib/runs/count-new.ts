import { type LeadSource, readLeads } from '../training/table/read-leads.ts';
import type { Champion } from './find-champion.ts';
import type { RunDataset } from './run.ts';
import type { StepDeps } from './step-deps.ts';
import type { TrainingPolicy } from './training-policy.ts';
import { findUnseen } from './unseen-leads.ts';

/** What a dataset has that the champion has not learned from. */
export interface NewLeads {
  readonly rows: number;
  readonly converted: number;
  /** In words, of what they are counted; nobody can tell which leads a champion knows that has no leads.json. */
  readonly counted: string;
}

/** Counts them lead by lead where the champion's leads are known, else by how many more there are. */
export async function countNew(
  files: StepDeps['files'],
  champion: Champion | undefined,
  data: RunDataset,
  source: LeadSource,
): Promise<NewLeads> {
  if (champion?.artifact === undefined) return { ...pick(data), counted: 'leads' };
  const { record, artifact } = champion;
  const { lineage } = artifact;
  const counted = `leads that ${record.version} has not learned from`;
  if (lineage.data_sha256 === data.sha256) return { rows: 0, converted: 0, counted };
  // Too few to train on are still counted.
  const read = readLeads({ ...source, force: true }, 0);
  const unseen = await findUnseen(files, record, artifact, read);
  if (typeof unseen !== 'string') {
    const rows = unseen.reduce((sum, one) => sum + one, 0);
    const converted = unseen.reduce((sum, one, i) => sum + one * read.labels[i]!, 0);
    return { rows, converted, counted };
  }
  const { rows, converted } = lineage;
  return {
    rows: Math.max(0, data.rows - rows),
    converted: Math.max(0, data.converted - converted),
    counted: `leads more than the ${rows} (${converted} converted) that ${record.version} has learned from`,
  };
}

const pick = ({ rows, converted }: RunDataset) => ({ rows, converted });

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
