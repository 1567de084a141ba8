import { inflateRawSync } from 'node:zlib';

/** A file in a ZIP archive, as the archive's directory says. */
export interface ZipEntry {
  readonly name: string;
  /** Unpacked; the unpacker gives no more than this. */
  readonly bytes: number;
  readonly packedBytes: number;
  readonly offset: number;
  readonly method: number;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const MOST_COMMENT = 0xffff;

/**
 * The directory of a ZIP archive (PKWARE APPNOTE, 4.3.12 and 4.3.16); undefined: it has none that can be read. Archives of more than
 * 4 GiB (ZIP64) are not read.
 */
export function readZipDirectory(archive: Uint8Array): ZipEntry[] | undefined {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  let end = archive.length - END_BYTES;
  const last = Math.max(0, end - MOST_COMMENT);
  while (end >= last && view.getUint32(end, true) !== END) end -= 1;
  if (end < last) return undefined;
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > archive.length || view.getUint32(at, true) !== ENTRY) return undefined;
    const [name, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true)) as [
      number,
      number,
      number,
    ];
    entries.push({
      name: new TextDecoder().decode(archive.subarray(at + 46, at + 46 + name)),
      method: view.getUint16(at + 10, true),
      packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + name + extra + comment;
  }
  return entries;
}

/** A small file of an archive. @param most bytes that it may have @throws it has more, or cannot be unpacked */
export function readZipEntry(archive: Uint8Array, entry: ZipEntry, most: number): Uint8Array {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const from =
    entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  const packed = archive.subarray(from, from + entry.packedBytes);
  return entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: most });
}
