import { LF } from '../text/bytes.ts';

/** Finds where the lines of a text end, from blocks cut anywhere: behind every line feed. */
export class LineBoundaries {
  /** Bytes seen. */
  seen = 0;
  /** Bytes up to the end of the last whole line. */
  end = 0;

  scan(block: Uint8Array): void {
    const last = block.lastIndexOf(LF);
    if (last >= 0) this.end = this.seen + last + 1;
    this.seen += block.length;
  }
}
