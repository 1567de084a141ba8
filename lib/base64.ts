/** Base64 of an array's bytes as they are. */
export const toBase64 = ({ buffer, byteOffset, byteLength }: Float64Array | Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

/** A copy of its own, because a view of doubles must begin at a multiple of eight. */
export const fromBase64 = (text: string): ArrayBuffer => new Uint8Array(Buffer.from(text, 'base64')).buffer;
