/** How fast what cannot be measured here is taken to be. */
export interface Assumed {
  /**
   * A core of Lambda (arm64, 1,769 MB) ÷ the measured one. Not known: nobody measured this code on Lambda. The tables say what
   * comes of .5 and of 1.
   */
  readonly coreSpeed: number;
  /** Between one function and S3, either way; others measured 50 to 90 MB/s. */
  readonly networkBytesPerSecond: number;
  /** Within S3, of one UploadPartCopy. Not known: AWS publishes none. The tables say what comes of half and of twice as much. */
  readonly copyBytesPerSecond: number;
  /** A transfer takes so many times longer, at least and at most, at random. */
  readonly jitter: readonly [least: number, most: number];
  /** Of one call, without its bytes. */
  readonly seconds: {
    readonly table: number;
    readonly queue: number;
    readonly s3Get: number;
    readonly s3Put: number;
    readonly s3Copy: number;
    readonly s3Remove: number;
    /** S3 puts up to 10,000 parts together. */
    readonly s3Complete: number;
    /** A function that was not running; billed since August 2025. */
    readonly coldStart: number;
  };
  /** Longer than three attempts of the SDK wait: the call fails, and the message comes back. */
  readonly patienceSeconds: number;
}

export const ASSUMED: Assumed = {
  coreSpeed: 0.7,
  networkBytesPerSecond: 70e6,
  copyBytesPerSecond: 100e6,
  jitter: [0.9, 1.3],
  seconds: {
    table: 0.006,
    queue: 0.015,
    s3Get: 0.03,
    s3Put: 0.05,
    s3Copy: 0.1,
    s3Remove: 0.5,
    s3Complete: 10,
    coldStart: 0.45,
  },
  patienceSeconds: 0.3,
};
