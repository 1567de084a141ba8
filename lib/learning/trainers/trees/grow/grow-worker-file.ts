/** The program of the threads that help to grow trees: as `FIT_WORKER`, a module beside this one, and in a bundle a file beside it. */
export const GROW_WORKER: URL | string = new URL('./grow-worker.ts', import.meta.url);
