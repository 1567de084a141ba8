import {
  assemble,
  type Code,
  copyBytes,
  F64,
  f64,
  fillBytes,
  forEach,
  get,
  I32,
  I64,
  i32,
  i64,
  set,
  tee,
  type WasmFunction,
} from './assemble.ts';
import { COLUMN_BYTES } from './grow-memory.ts';
import { type Kernel, ROUNDS } from './kernel.ts';
import { type SharedMemory, webAssembly } from './web-assembly.ts';

export const PAGE_BYTES = 65_536;
/** All that 32-bit addresses reach. */
export const MOST_PAGES = 65_536;
/** Columns that one pass over leads counts: their histograms fit into the processor's nearest cache. */
const PASS = 8;
/** Leads that all passes see before the next: their bins stay in the cache. */
const STRIP_BYTES = 4 * 2048;

/** Leads that lie between one of a leaf and the next, from which on it pays to read ahead. */
const SPARSE = 3;

/** Adds the packed gradient in `value` to a cell. */
const count = (cell: number, value: number, address: Code, offset: number): Code => [
  ...set(cell, address),
  ...i64.store(offset, get(cell), i64.add(i64.load(offset, get(cell)), get(value))),
];

/** Columns side by side, from the one that `byLead` and `histograms` are of. */
function histogramOf(columns: number): WasmFunction {
  const [order, end, byLead, wide, packed, histograms, bins, lead, cell, value] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
  ];
  return {
    parameters: [I32, I32, I32, I32, I32, I32],
    results: [],
    locals: [I32, I32, I32, I64],
    body: [
      forEach(order, end, 4, [
        set(bins, i32.add(i32.mul(tee(lead, i32.load(0, get(order))), get(wide)), get(byLead))),
        set(value, i64.load(0, i32.add(i32.shl(get(lead), i32.of(3)), get(packed)))),
        ...Array.from({ length: columns }, (_, column) =>
          count(
            cell,
            value,
            i32.add(i32.shl(i32.loadByte(column, get(bins)), i32.of(3)), get(histograms)),
            column * COLUMN_BYTES,
          ),
        ),
      ]),
    ],
  };
}

/** Any columns: their indices are the last arguments. */
function histogramAt(columns: number): WasmFunction {
  const [order, end, byLead, wide, packed, histograms] = [0, 1, 2, 3, 4, 5];
  const index = (k: number) => 6 + k;
  const base = (k: number) => 6 + columns + k;
  const [bins, lead, cell, value] = [6 + 2 * columns, 7 + 2 * columns, 8 + 2 * columns, 9 + 2 * columns];
  const each = Array.from({ length: columns }, (_, k) => k);
  return {
    parameters: [I32, I32, I32, I32, I32, I32, ...each.map(() => I32 as typeof I32)],
    results: [],
    locals: [...each.map(() => I32 as typeof I32), I32, I32, I32, I64],
    body: [
      ...each.map((k) =>
        set(base(k), i32.add(i32.mul(get(index(k)), i32.of(COLUMN_BYTES)), get(histograms))),
      ),
      forEach(order, end, 4, [
        set(bins, i32.add(i32.mul(tee(lead, i32.load(0, get(order))), get(wide)), get(byLead))),
        set(value, i64.load(0, i32.add(i32.shl(get(lead), i32.of(3)), get(packed)))),
        ...each.map((k) =>
          count(
            cell,
            value,
            i32.add(i32.shl(i32.loadByte(0, i32.add(get(bins), get(index(k)))), i32.of(3)), get(base(k))),
            0,
          ),
        ),
      ]),
    ],
  };
}

/**
 * Reads a byte of each cache line that leads will be counted from. It asks for dozens of leads at a time, where the counting itself
 * waits for every few: the leads of a small leaf are far apart in memory.
 *
 * @returns the sum, so that no compiler leaves it out
 */
function touch(): WasmFunction {
  const [order, end, byLead, wide, packed, bins, lead, sum] = [0, 1, 2, 3, 4, 5, 6, 7];
  const also = (address: Code) => set(sum, i32.add(get(sum), i32.loadByte(0, address)));
  return {
    parameters: [I32, I32, I32, I32, I32],
    results: [I32],
    locals: [I32, I32, I32],
    body: [
      forEach(order, end, 4, [
        set(bins, i32.add(i32.mul(tee(lead, i32.load(0, get(order))), get(wide)), get(byLead))),
        also(get(bins)),
        also(i32.add(get(bins), i32.sub(get(wide), i32.of(1)))),
        also(i32.add(i32.shl(get(lead), i32.of(3)), get(packed))),
      ]),
      get(sum),
    ],
  };
}

function partition(): WasmFunction {
  const [order, end, spare, codes, routes, left, right, lead, goesLeft] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  return {
    parameters: [I32, I32, I32, I32, I32],
    results: [I32],
    locals: [I32, I32, I32, I32],
    body: [
      set(left, get(order)),
      set(right, get(spare)),
      // Each lead is written to both sides, and one of them moves on: no branch to guess.
      forEach(order, end, 4, [
        set(lead, i32.load(0, get(order))),
        set(
          goesLeft,
          i32.shl(
            i32.loadByte(0, i32.add(i32.loadByte(0, i32.add(get(lead), get(codes))), get(routes))),
            i32.of(2),
          ),
        ),
        i32.store(0, get(left), get(lead)),
        i32.store(0, get(right), get(lead)),
        set(left, i32.add(get(left), get(goesLeft))),
        set(right, i32.sub(i32.add(get(right), i32.of(4)), get(goesLeft))),
      ]),
      copyBytes(get(left), get(spare), i32.sub(get(right), get(spare))),
      get(left),
    ],
  };
}

function combine(operation: (...operands: Code[]) => Code): WasmFunction {
  const [histograms, end, other] = [0, 1, 2];
  return {
    parameters: [I32, I32, I32],
    results: [],
    locals: [],
    body: [
      forEach(histograms, end, 8, [
        i64.store(0, get(histograms), operation(i64.load(0, get(histograms)), i64.load(0, get(other)))),
        set(other, i32.add(get(other), i32.of(8))),
      ]),
    ],
  };
}

function clear(): WasmFunction {
  const [at, size] = [0, 1];
  return {
    parameters: [I32, I32],
    results: [],
    locals: [],
    body: [fillBytes(get(at), i32.of(0), get(size))],
  };
}

function raise(): WasmFunction {
  const [order, end, scores, value, score] = [0, 1, 2, 3, 4];
  return {
    parameters: [I32, I32, I32, F64],
    results: [],
    locals: [I32],
    body: [
      forEach(order, end, 4, [
        set(score, i32.add(i32.shl(i32.load(0, get(order)), i32.of(3)), get(scores))),
        f64.store(0, get(score), f64.add(f64.load(0, get(score)), get(value))),
      ]),
    ],
  };
}

/** Operation by operation that of the script kernel, in the same order, so that it rounds alike. */
function gradient(): WasmFunction {
  const [scores, end, labels, packed, sigmoids, weights, gradientScale, hessianScale, sums] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8,
  ];
  const [z, step, d, p, q, g, h, weight, gradients, hessians, label] = [
    9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
  ];
  const { add, sub, mul, of } = f64;
  const integer = (rounded: number) => i32.ofI64(i64.bitsOf(get(rounded)));
  const series = add(
    add(of(1), mul(sub(of(0.5), get(p)), get(d))),
    mul(mul(sub(of(1 / 6), get(q)), get(d)), get(d)),
  );
  return {
    parameters: [I32, I32, I32, I32, I32, I32, F64, F64, I32],
    results: [],
    locals: [F64, F64, F64, F64, F64, F64, F64, F64, F64, F64, I32],
    body: [
      forEach(scores, end, 8, [
        set(z, mul(f64.min(f64.max(f64.load(0, get(scores)), of(-15.9)), of(15.9)), of(32))),
        set(step, add(get(z), of(ROUNDS))),
        set(d, mul(sub(get(z), sub(get(step), of(ROUNDS))), of(1 / 32))),
        set(p, f64.load(0, i32.add(i32.shl(i32.add(integer(step), i32.of(512)), i32.of(3)), get(sigmoids)))),
        set(q, mul(get(p), sub(of(1), get(p)))),
        set(p, add(get(p), mul(mul(get(q), get(d)), series))),
        set(
          weight,
          f64.load(0, i32.add(i32.shl(tee(label, i32.loadByte(0, get(labels))), i32.of(3)), get(weights))),
        ),
        set(
          g,
          add(mul(mul(get(weight), sub(get(p), f64.ofI32(get(label)))), get(gradientScale)), of(ROUNDS)),
        ),
        set(h, add(mul(mul(get(weight), mul(get(p), sub(of(1), get(p)))), get(hessianScale)), of(ROUNDS))),
        set(gradients, add(get(gradients), f64.abs(sub(get(g), of(ROUNDS))))),
        set(hessians, add(get(hessians), sub(get(h), of(ROUNDS)))),
        i64.store(0, get(packed), i64.add(i64.shl(i64.bitsOf(get(g)), i64.of(32)), i64.ofI32(integer(h)))),
        set(labels, i32.add(get(labels), i32.of(1))),
        set(packed, i32.add(get(packed), i32.of(8))),
      ]),
      f64.store(0, get(sums), get(gradients)),
      f64.store(8, get(sums), get(hessians)),
    ],
  };
}

const sizes = Array.from({ length: PASS }, (_, k) => k + 1);
let compiled: object | undefined;

function compile(): object {
  compiled ??= new webAssembly!.Module(
    assemble(
      {
        gradient: gradient(),
        partition: partition(),
        raise: raise(),
        touch: touch(),
        clear: clear(),
        add: combine(i64.add),
        subtract: combine(i64.sub),
        ...Object.fromEntries(sizes.map((size) => [`sideBySide${size}`, histogramOf(size)])),
        ...Object.fromEntries(sizes.map((size) => [`anywhere${size}`, histogramAt(size)])),
      },
      MOST_PAGES,
    ),
  );
  return compiled;
}

/** The kernel in WebAssembly, in which a cell of a histogram is one number of 64 bits: one addition a lead and column. */
export function createWasmKernel(memory: SharedMemory): Kernel {
  const { exports } = new webAssembly!.Instance(compile(), { grow: { memory } });
  const words = new Int32Array(memory.buffer);
  const sideBySide = sizes.map((size) => exports[`sideBySide${size}`]!);
  const anywhere = sizes.map((size) => exports[`anywhere${size}`]!);

  return {
    gradient: exports.gradient!,
    raise: exports.raise!,
    add: exports.add!,
    subtract: exports.subtract!,
    partition(order, end, spare, codes, routes) {
      return (exports.partition!(order, end, spare, codes, routes) - order) / 4;
    },
    histogram(order, end, byLead, wide, packed, columns, count, histograms) {
      const chosen = Array.from(words.subarray(columns / 4, columns / 4 + count));
      for (const column of chosen) exports.clear!(histograms + column * COLUMN_BYTES, COLUMN_BYTES);
      const isSideBySide = chosen.at(-1)! - chosen[0]! === count - 1;
      const span = order < end ? words[end / 4 - 1]! - words[order / 4]! : 0;
      const isSparse = span > (SPARSE * (end - order)) / 4;
      for (let from = order; from < end; from += STRIP_BYTES) {
        const to = Math.min(end, from + STRIP_BYTES);
        if (isSparse) exports.touch!(from, to, byLead, wide, packed);
        for (let k = 0; k < count; k += PASS) {
          const size = Math.min(PASS, count - k);
          const first = chosen[k]!;
          if (isSideBySide)
            sideBySide[size - 1]!(from, to, byLead + first, wide, packed, histograms + first * COLUMN_BYTES);
          else anywhere[size - 1]!(from, to, byLead, wide, packed, histograms, ...chosen.slice(k, k + size));
        }
      }
    },
  };
}
