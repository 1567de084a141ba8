/** What is used of WebAssembly; TypeScript describes it among what browsers have only. */
interface WebAssemblyGlobal {
  Memory: new (limits: { initial: number; maximum: number; shared: true }) => SharedMemory;
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  Instance: new (
    module: object,
    imports: { grow: { memory: SharedMemory } },
  ) => { readonly exports: Readonly<Record<string, (...args: number[]) => number>> };
}

export interface SharedMemory {
  /** Longer after it grew. */
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

/** undefined: this Node was started without it (`--jitless`). */
export const webAssembly = (globalThis as { WebAssembly?: WebAssemblyGlobal }).WebAssembly;
