import { Worker } from 'node:worker_threads';
import { CONTROL, type GrowLayout } from './grow-memory.ts';
import { GROW_WORKER } from './grow-worker-file.ts';
import type { Kernel } from './kernel.ts';
import { createLeafSearch, type LeafSearch, type SearchRules } from './leaf-search.ts';
import { createRowBlock, type RowBlock, STEPS } from './row-block.ts';
import { createScriptKernel } from './script-kernel.ts';
import type { GrowMemory } from './take-memory.ts';
import { createWasmKernel } from './wasm-kernel.ts';

/** What a thread that helps has to know. */
export interface CrewMember {
  readonly memory: GrowMemory;
  readonly at: GrowLayout;
  readonly block: number;
  readonly search: SearchRules;
}

/** Blocks of leads and the threads that work on them. */
export interface Crew {
  readonly blocks: readonly RowBlock[];
  readonly search: LeafSearch;
  /** Has each block do the step that the control area describes. @param leads how many it concerns: few are not shared out */
  run(step: number, leads: number): void;
  /** Ends the threads. */
  close(): void;
}

/** To wake a thread and to wait for it takes as long as the leads of some thousand gradients. */
const WORTH_LEADS = 4096;
/** Looks at a word before a thread sleeps: some 20 µs, in which the next step of a small leaf comes. */
const LOOKS = 20_000;

export const createKernel = ({ buffer, memory }: GrowMemory): Kernel =>
  memory === undefined ? createScriptKernel(buffer) : createWasmKernel(memory);

/**
 * One thread per block: this one and, for each further block, another. A step is offered by raising `turn`; who first raises a
 * block's `taken` to it does the block's part, so that this thread takes over what another has not begun: while it starts,
 * while the machine is busy, or where it cannot be started. The results are the same.
 */
export function createCrew(memory: GrowMemory, at: GrowLayout, kernel: Kernel, rules: SearchRules): Crew {
  const search = createLeafSearch(memory.buffer, at, rules);
  const blocks = at.starts
    .slice(1)
    .map((_, block) => createRowBlock(memory.buffer, at, kernel, block, search));
  const { control, taken, done } = words(memory, at);
  const workers = blocks.slice(1).map((_, i) => {
    const worker = new Worker(GROW_WORKER, {
      workerData: { memory, at, block: i + 1, search: rules } satisfies CrewMember,
    });
    // Without it the trees grow all the same.
    worker.on('error', () => {});
    // A grower that was not closed does not keep the process.
    worker.unref();
    return worker;
  });

  function offer(step: number): number {
    control[CONTROL.step] = step;
    const turn = Atomics.add(control, CONTROL.turn, 1) + 1;
    Atomics.notify(control, CONTROL.turn);
    return turn;
  }

  return {
    blocks,
    search,
    run(step, leads) {
      if (workers.length === 0 || leads < WORTH_LEADS) {
        control[CONTROL.step] = step;
        for (const block of blocks) block.step();
        return;
      }
      const turn = offer(step);
      blocks.forEach((own, block) => {
        if (block > 0 && !take(taken, block, turn)) return;
        own.step();
        Atomics.store(done, block, turn);
      });
      for (let block = 1; block < blocks.length; block++) awaitChange(done, block, turn - 1, turn);
    },
    close() {
      if (workers.length > 0) offer(STEPS.end);
    },
  };
}

/** The life of a thread of a crew. */
export function help({ memory, at, block, search: rules }: CrewMember): void {
  const search = createLeafSearch(memory.buffer, at, rules);
  const own = createRowBlock(memory.buffer, at, createKernel(memory), block, search);
  const { control, taken, done } = words(memory, at);
  for (let seen = 0; ; ) {
    awaitChange(control, CONTROL.turn, seen);
    seen = Atomics.load(control, CONTROL.turn);
    if (!take(taken, block, seen)) continue;
    if (control[CONTROL.step] === STEPS.end) return;
    own.step();
    Atomics.add(control, CONTROL.helped, 1);
    Atomics.store(done, block, seen);
    Atomics.notify(done, block);
  }
}

function words({ buffer }: GrowMemory, at: GrowLayout) {
  const blocks = at.starts.length - 1;
  return {
    control: new Int32Array(buffer, at.control, 32),
    taken: new Int32Array(buffer, at.taken, blocks),
    done: new Int32Array(buffer, at.done, blocks),
  };
}

/** Whether this thread is the first to take a block's part of a turn. A thread that comes late for one finds a later turn taken. */
function take(taken: Int32Array, block: number, turn: number): boolean {
  const last = Atomics.load(taken, block);
  return last < turn && Atomics.compareExchange(taken, block, last, turn) === last;
}

/** Until the word is no longer what it was, or, with `wanted`, is that. */
function awaitChange(array: Int32Array, index: number, old: number, wanted?: number): void {
  for (let looks = 0; ; looks++) {
    const value = Atomics.load(array, index);
    if (wanted === undefined ? value !== old : value === wanted) return;
    if (looks > LOOKS) Atomics.wait(array, index, value);
  }
}
