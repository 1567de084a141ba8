import { MOST_FILE_BYTES } from '../contract/words.ts';

/** S3 joins 10,000 parts at most. */
export const MOST_CHUNKS = 9000;
/** A function holds a chunk and its result, which is about twice as large (docs/scale.md has the memory). */
export const MOST_CHUNK_BYTES = MOST_FILE_BYTES / MOST_CHUNKS;
