import { pageOf, sizeOfPage } from '../../lib/jobs/job.ts';
import { pageUnits } from './page-units.ts';
import type { SimulatedJob, World } from './world.ts';

/**
 * As lib/jobs/join-if-complete.ts.
 *
 * @param recorded a chunk: when others of its page are missing, nothing is read
 * @returns seconds
 */
export function joinIfComplete(world: World, job: SimulatedJob, recorded?: number): number {
  const { seconds } = world.setup.assumed;
  const { layout } = job;
  let spent = world.readJob(job) ?? seconds.table;
  if (job.status !== 'running' || !job.isCut) return spent;
  if (recorded !== undefined) {
    const page = pageOf(recorded);
    if (job.inPage[page]! < sizeOfPage(page, layout.chunks)) return spent;
  }
  spent += readAllPages(world, job);
  if (job.recorded < layout.chunks) return spent;
  world.sendStep({ step: 'join', job: job.id });
  return spent + seconds.queue;
}

/** @returns seconds */
export function readAllPages(world: World, { layout }: SimulatedJob): number {
  const rows = layout.rowsOf(1);
  const { read } = pageUnits(sizeOfPage(0, layout.chunks), { bytes: layout.endOf(1), rows });
  return world.readPages(layout.pages, read);
}
