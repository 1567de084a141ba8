import { CR, LF } from './bytes.ts';

/** The lines, ended by LF, CR LF or CR as in an editor, whose ends stand in bytes[from] … bytes[to − 1]. */
export function countLineEnds(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    if (bytes[i] === LF || (bytes[i] === CR && bytes[i + 1] !== LF)) count++;
  }
  return count;
}

/** Counts the line ends of a text that comes in blocks. */
export class LineCounter {
  lines: number;
  #afterReturn = false;

  constructor(lines = 0) {
    this.lines = lines;
  }

  count(bytes: Uint8Array): void {
    let [lines, afterReturn] = [0, this.#afterReturn];
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i];
      if (byte === CR || (byte === LF && !afterReturn)) lines += 1;
      afterReturn = byte === CR;
    }
    this.lines += lines;
    this.#afterReturn = afterReturn;
  }
}
