import { pageOf } from '../../lib/jobs/job.ts';
import type { Run } from './event-source.ts';
import { joinIfComplete } from './join-if-complete.ts';
import { pageUnits } from './page-units.ts';
import type { SimulatedJob, World } from './world.ts';

/** A run of lib/jobs/score-chunk.ts: reads the chunk, scores it, writes its part, records it. */
export function scoreOneChunk(world: World, job: SimulatedJob, number: number, run: Run): void {
  const { measured, assumed, failures } = world.setup;
  const began = world.events.now;
  const attempt = job.scored[number]!;
  const refuse = () => run.after(assumed.patienceSeconds, () => run.end(false));
  const rows = job.layout.rowsOf(number);

  const score = (looking: number) => {
    const start = run.isCold ? assumed.seconds.coldStart : 0;
    const reading = read(world, job, number, rows * measured.bytesPerRow.in, run);
    const scoring = rows / (measured.rowsPerSecond * assumed.coreSpeed);
    run.after(start + looking + reading + scoring, write);
  };
  const write = () => {
    const sending = world.transfer(rows * measured.bytesPerRow.out, 5, job.id, number, attempt);
    // The header of the rejected rows.
    const first = number === 1 ? world.putObject() : 0;
    run.after(world.putObject() + sending + first, finish);
  };
  const finish = () => {
    if (world.draw(6, job.id, number, world.chunks.deliveries) < failures.chunk) {
      // What went wrong is written to the job.
      run.after(world.writeJob(), () => run.end(false));
      return;
    }
    const recording = record(world, job, number);
    if (recording === undefined) refuse();
    else run.after(recording + joinIfComplete(world, job, number), end);
  };
  const end = () => {
    world.longest.chunk = Math.max(world.longest.chunk, world.events.now - began);
    run.end(true);
  };
  const looking = world.readJob(job);
  if (looking === undefined) refuse();
  else if (job.status !== 'running') run.after(looking, () => run.end(true));
  else score(looking);
}

/** The plan, the model and the bytes, side by side. @returns seconds */
function read(world: World, job: SimulatedJob, number: number, bytes: number, { isCold, copy }: Run): number {
  const spent = [world.getObject() + world.transfer(bytes, 4, job.id, number, job.scored[number]!)];
  if (isCold) spent.push(world.getObject());
  if (copy.jobId !== job.id) spent.push(world.getObject() + world.getObject());
  copy.jobId = job.id;
  world.counts.bytesIn += bytes;
  return Math.max(...spent);
}

/** @returns seconds; undefined: DynamoDB refused */
function record(world: World, job: SimulatedJob, number: number): number | undefined {
  const { layout } = job;
  const rows = layout.rowsOf(number);
  const page = pageOf(number);
  const isNew = job.scored[number] === 0;
  const inPage = job.inPage[page]! + (isNew ? 1 : 0);
  const { write } = pageUnits(inPage, { bytes: rows * world.setup.measured.bytesPerRow.in, rows });
  const seconds = world.writePage(job, page, write);
  if (seconds === undefined) return undefined;
  job.scored[number]! += 1;
  world.counts.rowsScored += rows;
  world.counts.bytesOut += rows * world.setup.measured.bytesPerRow.out;
  if (!isNew) return seconds;
  job.inPage[page] = inPage;
  job.recorded += 1;
  world.ends.scored = Math.max(world.ends.scored, world.events.now + seconds);
  return seconds;
}
