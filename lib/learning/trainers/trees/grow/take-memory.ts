import { MOST_PAGES, PAGE_BYTES } from './wasm-kernel.ts';
import { type SharedMemory, webAssembly } from './web-assembly.ts';

/** The memory of a grower, and that of WebAssembly where its kernel is used. */
export interface GrowMemory {
  readonly buffer: SharedArrayBuffer;
  readonly memory?: SharedMemory;
}

/**
 * One that was given back. The garbage collector does not count shared memory, so that a training with dozens of growers, one after
 * the other, would keep that of all.
 */
let idle: SharedMemory | undefined;

/** At least so many bytes, with anything in them. @param isScript without WebAssembly */
export function takeMemory(bytes: number, isScript: boolean): GrowMemory {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  if (isScript || webAssembly === undefined || pages > MOST_PAGES)
    return { buffer: new SharedArrayBuffer(pages * PAGE_BYTES) };
  try {
    const memory = idle ?? new webAssembly.Memory({ initial: pages, maximum: MOST_PAGES, shared: true });
    idle = undefined;
    const missing = pages - memory.buffer.byteLength / PAGE_BYTES;
    if (missing > 0) memory.grow(missing);
    return { buffer: memory.buffer, memory };
  } catch {
    // Where addresses are limited (`ulimit -v`), there is no room for the range that WebAssembly reserves.
    return { buffer: new SharedArrayBuffer(pages * PAGE_BYTES) };
  }
}

/** For the next grower; no other thread may use it any more. */
export function giveBack({ memory }: GrowMemory): void {
  if (memory !== undefined) idle = memory;
}
