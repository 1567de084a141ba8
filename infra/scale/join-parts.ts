import { groupParts } from '../../lib/adapters/aws/join-objects.ts';
import type { Run } from './event-source.ts';
import { readAllPages } from './join-if-complete.ts';
import { SETTINGS } from './settings.ts';
import type { SimulatedJob, World } from './world.ts';

/** A run of lib/jobs/join-job.ts: S3 copies the parts, twenty at once; begun again, it begins at the first part. */
export function joinParts(world: World, job: SimulatedJob, run: Run): void {
  const { assumed } = world.setup;
  const { seconds } = assumed;
  const began = world.events.now;
  const start = (run.isCold ? seconds.coldStart : 0) + (world.readJob(job) ?? seconds.table);
  if (job.status !== 'running') {
    run.after(start + (job.status === 'succeeded' ? removeParts(world, job) : 0), () => run.end(true));
    return;
  }
  world.counts.joins += 1;
  const finish = () => {
    // The rejected rows' header, alone; the job's row; the plan's warnings.
    const spent =
      world.getObject() + world.putObject() + world.getObject() + world.getObject() + world.writeJob(1);
    run.after(spent, () => {
      job.status = 'succeeded';
      world.ends.joined = Math.max(world.ends.joined, world.events.now);
      world.longest.join = Math.max(world.longest.join, world.events.now - began);
      run.after(removeParts(world, job), () => run.end(true));
    });
  };
  run.after(start + readAllPages(world, job), () => copyParts(world, job, run, finish));
}

/** As lib/adapters/aws/join-objects.ts: what S3 takes as a part it copies; smaller ones go through the function, in groups. */
function copyParts(world: World, job: SimulatedJob, run: Run, done: () => void): void {
  const { assumed, measured } = world.setup;
  const { layout } = job;
  const parts = Array.from({ length: layout.chunks }, (_, i) => ({
    key: String(i + 1),
    bytes: layout.rowsOf(i + 1) * measured.bytesPerRow.out,
  }));
  const groups = groupParts(parts);
  const copies = groups.filter((group) => group.length === 1 && groups.length > 1);
  const through = groups.length > 1 ? groups.filter((group) => group.length > 1) : groups;
  const bytesOf = (group: readonly { readonly bytes: number }[]) =>
    group.reduce((sum, { bytes }) => sum + bytes, 0);

  const copy = (group: (typeof groups)[number], at: number) =>
    world.copyPart() +
    (bytesOf(group) / assumed.copyBytesPerSecond) * world.jitter(9, job.id, at, world.counts.joins);
  const carry = (group: (typeof groups)[number], at: number) => {
    // They are read side by side.
    const reading = Math.max(...group.map(() => world.getObject()));
    return reading + world.putObject() + 2 * world.transfer(bytesOf(group), 7, job.id, at);
  };
  const complete = () => {
    if (groups.length < 2) done();
    else run.after(world.putObject() + assumed.seconds.s3Complete, done);
  };
  const carryAll = () => doAtOnce(run, through, SETTINGS.readsAtOnce, carry, complete);
  const start = groups.length < 2 ? 0 : world.putObject();
  run.after(start, () => doAtOnce(run, copies, SETTINGS.copiesAtOnce, copy, carryAll));
}

/** Does things, so many at once, and then goes on. @param secondsOf what one takes, asked when it begins */
function doAtOnce<T>(
  run: Run,
  things: readonly T[],
  atOnce: number,
  secondsOf: (thing: T, index: number) => number,
  then: () => void,
): void {
  let next = 0;
  let done = 0;
  const begin = () => {
    const index = next++;
    if (index >= things.length) return;
    run.after(secondsOf(things[index]!, index), () => {
      done += 1;
      if (done === things.length) then();
      else begin();
    });
  };
  if (things.length === 0) then();
  for (let i = 0; i < atOnce; i++) begin();
}

/** What a chunk may have left: its bytes, its part, its rejected rows. @returns seconds */
function removeParts(world: World, { layout }: SimulatedJob): number {
  const requests = Math.ceil((3 * layout.chunks) / SETTINGS.keysPerRemoval);
  world.requests.s3Remove += requests;
  return requests * world.setup.assumed.seconds.s3Remove;
}
