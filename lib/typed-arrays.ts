/**
 * `array` with every entry computed from its index. `TypedArray.from(source, map)` collects all values in a list
 * first, which for a million leads is as much memory again.
 */
export function fill<
  T extends Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array | Int8Array,
>(array: T, valueAt: (index: number) => number): T {
  for (let i = 0; i < array.length; i++) array[i] = valueAt(i);
  return array;
}

/** 0, 1, 2 … */
export const range = (length: number): Int32Array => fill(new Int32Array(length), (i) => i);

/** The labels of the leads at `rows`. */
export const take = (labels: Uint8Array, rows: Int32Array): Uint8Array =>
  fill(new Uint8Array(rows.length), (i) => labels[rows[i]!]!);

/** The numbers of the leads at `rows`. */
export const takeEach = (values: Float64Array, rows: Int32Array): Float64Array =>
  fill(new Float64Array(rows.length), (i) => values[rows[i]!]!);

/** Arrays one behind the other. @example concat(Uint8Array, [Uint8Array.of(1), Uint8Array.of(2, 3)]) // [1, 2, 3] */
export function concat<T extends Float64Array | Int32Array | Uint8Array>(
  kind: new (length: number) => T,
  parts: readonly T[],
): T {
  const all = new kind(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Node 20 has none of it: there the memory is given back when it is collected. */
interface Movable {
  readonly detached?: boolean;
  readonly transfer?: (bytes: number) => ArrayBuffer;
}

/** The bytes of a buffer in one of another length; the old one must not be used any more, and gives its memory back at once. */
export function resizeBuffer(buffer: ArrayBuffer, bytes: number): ArrayBuffer {
  const { transfer } = buffer as Movable;
  if (transfer !== undefined) return transfer.call(buffer, bytes);
  const resized = new Uint8Array(bytes);
  resized.set(new Uint8Array(buffer, 0, Math.min(bytes, buffer.byteLength)));
  return resized.buffer;
}

/**
 * Gives the memory of arrays back at once; they must not be used any more. The garbage collector, which knows of
 * their size only roughly, would let tens of megabytes pile up.
 */
export function release(...arrays: readonly ArrayBufferView[]): void {
  for (const { buffer } of arrays)
    if (buffer instanceof ArrayBuffer && (buffer as Movable).detached === false) resizeBuffer(buffer, 0);
}
