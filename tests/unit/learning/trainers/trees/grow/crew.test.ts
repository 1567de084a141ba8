import {
  type Crew,
  createCrew,
  createKernel,
} from '../../../../../../lib/learning/trainers/trees/grow/crew.ts';
import {
  CONTROL,
  fillMemory,
  planMemory,
} from '../../../../../../lib/learning/trainers/trees/grow/grow-memory.ts';
import { STEPS } from '../../../../../../lib/learning/trainers/trees/grow/row-block.ts';
import { drawLeads, RULES } from './leads.ts';

/** What a test puts in the place of the threads' program. */
let program: URL | undefined;
jest.mock('../../../../../../lib/learning/trainers/trees/grow/grow-worker-file.ts', () => {
  const { GROW_WORKER } = jest.requireActual(
    '../../../../../../lib/learning/trainers/trees/grow/grow-worker-file.ts',
  );
  return {
    get GROW_WORKER() {
      return program ?? GROW_WORKER;
    },
  };
});

const leads = drawLeads(6000, 3);
let crew: Crew | undefined;
afterEach(() => crew?.close());

function start() {
  const at = planMemory(leads, RULES, 3);
  const memory = { buffer: new SharedArrayBuffer(Math.ceil(at.bytes / 8) * 8) };
  fillMemory(memory.buffer, at, leads, { labels: leads.labels, positiveWeight: 1, start: -1 });
  new Float64Array(memory.buffer, at.scales, 2).fill(2 ** 20);
  crew = createCrew(memory, at, createKernel(memory), { columns: leads.columns, rules: RULES });
  const control = new Int32Array(memory.buffer, at.control, 32);
  /** Leads that have been given a gradient. */
  const countDone = () => {
    const packed = new Int32Array(memory.buffer, at.packed, 2 * leads.count);
    const done = packed.filter((value, i) => i % 2 === 0 && value !== 0).length;
    packed.fill(0);
    return done;
  };
  return { crew, helped: () => Atomics.load(control, CONTROL.helped), countDone };
}

test('threads take their parts, and every step is whole when it is over', async () => {
  const { crew, helped, countDone } = start();
  for (const deadline = Date.now() + 60_000; helped() < 20 && Date.now() < deadline; ) {
    crew.run(STEPS.begin, leads.count);
    expect(countDone()).toBe(leads.count);
    await new Promise(setImmediate);
  }
  expect(helped()).toBeGreaterThanOrEqual(20);
});

test('few leads are not shared out', () => {
  const { crew, helped, countDone } = start();
  crew.run(STEPS.begin, 100);
  expect([countDone(), helped()]).toEqual([leads.count, 0]);
});

test('threads that cannot start are done without', async () => {
  program = new URL('./there-is-no-such-file.ts', import.meta.url);
  const { crew, countDone } = start();
  for (let step = 0; step < 5; step++) {
    crew.run(STEPS.begin, leads.count);
    expect(countDone()).toBe(leads.count);
    await new Promise(setImmediate);
  }
  program = undefined;
});
