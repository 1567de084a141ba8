import { gzipSync } from 'node:zlib';

/** So much is compressed at a time: the window of gzip is 32 kilobytes, so that little is lost. */
const MEMBER_BYTES = 1 << 20;

/** Writes a gzip archive of members one behind the other (RFC 1952, §2.2), which every reader takes for one file. */
export class GzipWriter {
  readonly #write: (block: Uint8Array) => void;
  readonly #buffer = new Uint8Array(MEMBER_BYTES);
  #size = 0;
  #begun = false;

  constructor(write: (block: Uint8Array) => void) {
    this.#write = write;
  }

  write(block: Uint8Array): void {
    for (let at = 0; at < block.length; ) {
      const slice = block.subarray(at, at + MEMBER_BYTES - this.#size);
      this.#buffer.set(slice, this.#size);
      this.#size += slice.length;
      at += slice.length;
      if (this.#size === MEMBER_BYTES) this.#flush();
    }
  }

  /** Nothing, too, is an archive. */
  end(): void {
    if (this.#size > 0 || !this.#begun) this.#flush();
  }

  #flush(): void {
    this.#write(gzipSync(this.#buffer.subarray(0, this.#size)));
    this.#size = 0;
    this.#begun = true;
  }
}
