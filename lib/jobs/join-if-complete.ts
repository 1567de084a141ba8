import { type ChunkResult, type Job, pageOf, sizeOfPage } from './job.ts';
import type { JobStore, JobWork } from './ports.ts';

/** Pages of so many chunks, from 0. */
const pagesOf = (chunks: number): number[] => Array.from({ length: pageOf(chunks) + 1 }, (_, page) => page);

/** What is recorded of a job's chunks so far. */
export const readChunks = (
  { jobs }: Pick<JobWork, 'jobs'>,
  { id, chunks, file }: Job,
): Promise<ChunkResult[]> =>
  // While the file is still cut, nobody knows how many there will be; no chunk is smaller than a byte.
  chunks === undefined
    ? file === undefined
      ? Promise.resolve([])
      : readWhileThereAre(jobs, id)
    : jobs.chunkResults(id, pagesOf(chunks));

const PAGES_AT_ONCE = 10;

async function readWhileThereAre(jobs: JobStore, id: string): Promise<ChunkResult[]> {
  const all: ChunkResult[] = [];
  for (let page = 0; ; page += PAGES_AT_ONCE) {
    const pages = Array.from({ length: PAGES_AT_ONCE }, (_, i) => page + i);
    const found = await jobs.chunkResults(id, pages);
    all.push(...found);
    if (found.length === 0) return all;
  }
}

/**
 * Queues the join when every chunk is recorded. Whoever records the last chunk of a page asks, and whoever learns how many
 * chunks there are: of two at the same time at least one sees what both have written.
 *
 * @param recorded a chunk, and how many of its page are recorded: when others of the page are missing, nothing is read
 */
export async function joinIfComplete(
  deps: JobWork,
  jobId: string,
  recorded?: { readonly number: number; readonly inPage: number },
): Promise<void> {
  const job = await deps.jobs.get(jobId);
  if (job?.status !== 'running' || job.chunks === undefined) return;
  if (recorded !== undefined && recorded.inPage < sizeOfPage(pageOf(recorded.number), job.chunks)) return;
  const results = await readChunks(deps, job);
  if (results.length === job.chunks) await deps.queues.sendStep({ step: 'join', jobId });
}
