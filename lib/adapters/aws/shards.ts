/** Partitions that share what would make a single one hot: of the index `open`, and of a day in the index `recent`. */
export const SHARDS = 8;

/** By the last character of the id, which is random. */
export const shardOf = (id: string): number => id.charCodeAt(id.length - 1) % SHARDS;
