/**
 * The program of the threads that fit: a module beside this one, which Node reads as it is. A bundle has no modules beside it,
 * so `infra/build/build-functions.ts` puts the bundled program there and its path in the place of this file.
 */
export const FIT_WORKER: URL | string = new URL('./fit-worker.ts', import.meta.url);
