import type { Bucket } from '../bucket/ports.ts';
import { describeSkew } from '../files/scoring/describe-skew.ts';
import { columnsOf } from '../files/scoring/rewrite-plan.ts';
import { addSkews, type FieldSkew, type Skew } from '../files/scoring/skew.ts';
import { forAll } from '../for-all.ts';
import type { LoadModel } from '../registry/load-model.ts';
import { type ChunkResult, type Job, skewChunkKey } from './job.ts';
import type { JobPlan } from './job-plan.ts';

export interface DescribeDeps {
  readonly files: Bucket;
  readonly load: LoadModel;
}

/** Chunks whose counts are read at a time. */
const AT_ONCE = 20;
/** A job is one item of a table; a file has as many columns as somebody has made. */
const MOST_WARNINGS = 50;

/** As JSON; empty where every row is as the training leads are. */
export function writeSkew(skew: Skew): Uint8Array {
  const isCounted = ({ missing, unseen, outside }: FieldSkew) => missing + unseen + outside > 0;
  return skew.some(isCounted) ? Buffer.from(JSON.stringify(skew)) : new Uint8Array(0);
}

/** How the rows of a job's file are unlike the training leads, in sentences. @param chunks all of them, in their order */
export async function describeChunks(
  { files, load }: DescribeDeps,
  { id, model }: Pick<Job, 'id' | 'model'>,
  chunks: readonly ChunkResult[],
  { rewrite }: Pick<JobPlan, 'rewrite'>,
): Promise<string[]> {
  const counted = chunks.filter(({ skewBytes }) => skewBytes > 0);
  if (counted.length === 0) return [];
  const skews = await forAll(counted, AT_ONCE, async ({ number, skewBytes }): Promise<Skew> => {
    const bytes = await files.read(skewChunkKey(id, number), 0, skewBytes);
    return JSON.parse(new TextDecoder().decode(bytes));
  });
  const scored = chunks.reduce((rows, chunk) => rows + chunk.rows - chunk.rejected, 0);
  const { artifact } = await load(model);
  const sentences = describeSkew(artifact, skews.reduce<Skew>(addSkews, []), scored, columnsOf(rewrite));
  const more = sentences.length - MOST_WARNINGS;
  return more > 0
    ? [...sentences.slice(0, MOST_WARNINGS), `and ${more} more fields with values unlike those of training`]
    : sentences;
}
