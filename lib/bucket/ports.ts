/** Where files lie: those of jobs, datasets, and what trainings keep (ARCHITECTURE.md, “Ports”). */
export interface Bucket {
  /** Undefined: there is no such object. */
  stat(key: string): Promise<{ readonly bytes: number; readonly etag: string } | undefined>;

  /**
   * Bytes `from` to `to` − 1 of an object.
   *
   * Rejects with PermanentError when it is not there, or not the one with this etag.
   */
  read(key: string, from: number, to: number, etag?: string): Promise<Uint8Array>;

  /** Writes an object; what was under the key before is gone. */
  write(key: string, bytes: Uint8Array, contentType: string): Promise<void>;

  /**
   * Writes one object of several, in their order; it appears when it is whole. Parts of 5 MiB or more do not come here.
   *
   * @param as what a browser is to call it
   */
  join(key: string, parts: readonly FilePart[], as: FileName): Promise<void>;

  /** Removes objects; those that are not there are no error. */
  remove(keys: readonly string[]): Promise<void>;

  /**
   * Where the bytes of an object may be sent to, for six hours, without a key.
   *
   * @param bytes its size, where it is known: the addresses take so many bytes and no other number
   * @param uploadId of an upload in parts that was opened before for as many bytes: addresses of the same one
   */
  openUpload(key: string, bytes: number | undefined, uploadId?: string): Promise<Upload>;

  /**
   * Puts the parts of an upload together. Once more changes nothing.
   *
   * Rejects with InputError when they are not those that were sent.
   */
  completeUpload(key: string, uploadId: string, parts: readonly UploadedPart[]): Promise<void>;

  /** An address that an object can be read from for an hour, without a key. */
  openDownload(key: string): Promise<string>;
}

export interface FilePart {
  readonly key: string;
  readonly bytes: number;
}

export interface FileName {
  readonly fileName: string;
  readonly contentType: string;
}

export type Upload =
  | { readonly kind: 'single'; readonly url: string; readonly expiresAt: Date }
  | {
      readonly kind: 'parts';
      readonly uploadId: string;
      /** Of every part but the last. */
      readonly partBytes: number;
      /** One per part, in order. */
      readonly urls: readonly string[];
      readonly expiresAt: Date;
    };

export interface UploadedPart {
  /** From 1. */
  readonly number: number;
  readonly etag: string;
}
