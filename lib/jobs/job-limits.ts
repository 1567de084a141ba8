/** S3 joins 10,000 parts at most. */
export const MOST_CHUNKS = 9000;
/** A function holds a chunk and its result, which is about twice as large (docs/scale.md has the memory). */
export const MOST_CHUNK_BYTES = 192 * 2 ** 20;
/** 1.8 TB, a third of what S3 takes as one object. */
export const MOST_FILE_BYTES = MOST_CHUNKS * MOST_CHUNK_BYTES;
