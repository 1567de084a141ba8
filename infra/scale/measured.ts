import measured from './measured.json' with { type: 'json' };

/** What `npm run scale:measure` found on one machine. */
export interface Measured {
  readonly date: string;
  readonly machine: string;
  /** One thread, 18 columns, three reasons a row: from the bytes of a chunk to those of its part. */
  readonly rowsPerSecond: number;
  readonly bytesPerRow: { readonly in: number; readonly out: number };
  /** The splitter's search for the ends of records: without a quote in them, and with every cell in quotes. */
  readonly cutBytesPerSecond: { readonly plain: number; readonly quoted: number };
  /** The most that a process needed that scored three chunks of a size. */
  readonly memory: readonly { readonly chunkBytes: number; readonly peakMegabytes: number }[];
}

export const MEASURED: Measured = measured;
