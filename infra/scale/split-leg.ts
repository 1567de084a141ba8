import { CHUNKS_PER_PAGE, pageOf } from '../../lib/jobs/job.ts';
import type { Run } from './event-source.ts';
import { joinIfComplete } from './join-if-complete.ts';
import { pageUnits } from './page-units.ts';
import { SETTINGS } from './settings.ts';
import type { SimulatedJob, World } from './world.ts';

/** To tell the form of the file, and to find its header. */
const BEGINNINGS = [2 ** 16, 2 ** 20];

/**
 * A run of lib/jobs/split-job.ts: reads the file portion by portion, queues chunks by the fifty,
 * and hands on after 16 GiB.
 *
 * @param behind the last chunk that was cut before; 0: none
 */
export function splitLeg(world: World, job: SimulatedJob, behind: number, run: Run): void {
  const { layout } = job;
  const { seconds } = world.setup.assumed;
  const began = world.events.now;
  if (job.status !== 'queued' && job.status !== 'running') {
    run.after(world.readJob(job) ?? seconds.table, () => run.end(true));
    return;
  }
  world.counts.legs += 1;
  const last = layout.endOfLeg(behind);
  const portion = portionSeconds(world);
  const portionsTo = (chunk: number) =>
    Math.ceil((layout.endOf(chunk) - layout.endOf(behind)) / SETTINGS.portionBytes);
  let read = 0;

  const cut = (from: number) => {
    const to = Math.min(last, from + CHUNKS_PER_PAGE - 1);
    const portions = portionsTo(to) - read;
    read += portions;
    world.requests.s3Get += portions;
    run.after(portions * portion * world.jitter(1, job.id, from), () => {
      run.after(
        queueChunks(world, job, from, to, from === behind + 1 ? pageOf(from) - 1 : pageOf(from - 1)),
        () => (to < last ? cut(to + 1) : finish()),
      );
    });
  };
  const finish = () => {
    if (world.draw(2, job.id, behind, world.counts.legs) < world.setup.failures.leg) return run.end(false);
    world.longest.leg = Math.max(world.longest.leg, world.events.now - began);
    if (last < layout.chunks) {
      job.cutTo = last;
      const written = world.writeJob();
      world.sendStep({ step: 'split', job: job.id, behind: last });
      run.after(written + seconds.queue, () => run.end(true));
      return;
    }
    job.isCut = true;
    world.ends.cut = Math.max(world.ends.cut, world.events.now);
    run.after(world.writeJob() + joinIfComplete(world, job), () => run.end(true));
  };
  run.after(begin(world, job, behind, run), () => cut(behind + 1));
}

/** Portions are read while the ones before are cut, several at once: S3's first byte is not waited for. */
function portionSeconds({ setup: { measured, assumed } }: World): number {
  const transfer = SETTINGS.portionBytes / assumed.networkBytesPerSecond;
  const reading = Math.max(transfer, (assumed.seconds.s3Get + transfer) / SETTINGS.portionsAhead);
  const cutting = SETTINGS.portionBytes / (measured.cutBytesPerSecond.plain * assumed.coreSpeed);
  return Math.max(reading, cutting);
}

/** Looks at the job and the file, reads model and beginning, writes the plan. @returns seconds */
function begin(world: World, job: SimulatedJob, behind: number, { isCold }: Run): number {
  const { assumed } = world.setup;
  let spent = (isCold ? assumed.seconds.coldStart : 0) + (world.readJob(job) ?? assumed.seconds.table);
  if (job.status === 'queued') {
    spent += world.getObject() + world.writeJob() + (world.readJob(job) ?? assumed.seconds.table);
    job.status = 'running';
  }
  if (isCold) spent += world.getObject();
  for (const size of BEGINNINGS) {
    spent += world.getObject() + world.transfer(Math.min(size, job.layout.bytes), 3, job.id, behind);
  }
  if (behind === 0) spent += world.putObject();
  return spent;
}

/** Those that are not recorded yet, by their pages. @param known the page that was read before @returns seconds */
function queueChunks(world: World, job: SimulatedJob, from: number, to: number, known: number): number {
  const { bytes, rows } = {
    bytes: job.layout.endOf(from) - job.layout.endOf(from - 1),
    rows: job.layout.rowsOf(from),
  };
  const units = pageUnits(job.inPage[pageOf(from)]!, { bytes, rows }).read;
  const reading = world.readPages(pageOf(to) - known, units);
  let sent = 0;
  for (let number = from; number <= to; number++) {
    if (job.scored[number] !== 0) continue;
    world.chunks.send({ job: job.id, number });
    sent += 1;
  }
  const batches = Math.ceil(sent / SETTINGS.entriesPerBatch);
  world.requests.sqs += batches;
  return reading + Math.ceil(batches / SETTINGS.batchesAtOnce) * world.setup.assumed.seconds.queue;
}
