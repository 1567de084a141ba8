import * as fc from 'fast-check';
import type { Kernel } from '../../../../../../lib/learning/trainers/trees/grow/kernel.ts';
import { createScriptKernel } from '../../../../../../lib/learning/trainers/trees/grow/script-kernel.ts';
import { createWasmKernel } from '../../../../../../lib/learning/trainers/trees/grow/wasm-kernel.ts';
import { webAssembly } from '../../../../../../lib/learning/trainers/trees/grow/web-assembly.ts';
import { createRandom } from '../../../../../../lib/statistics/random.ts';
import { sigmoid } from '../../../../../../lib/statistics/sigmoid.ts';

const LEADS = 5000;
const COLUMNS = 21;
const PAGES = 10;
/** Places in the memory, none at its beginning, so that an address that is too low is seen. */
const AT = {
  sums: 64,
  weights: 128,
  columns: 192,
  routes: 320,
  sigmoids: 1024,
  order: 16_384,
  spare: 40_960,
  scores: 65_536,
  packed: 106_496,
  labels: 147_456,
  codes: 155_648,
  byLead: 163_840,
  histograms: 524_288,
};

function fillMemory(buffer: SharedArrayBuffer, seed: number, spread: number): void {
  const random = createRandom(seed);
  const bytes = new Uint8Array(buffer);
  for (let i = 0; i < LEADS; i++) {
    bytes[AT.labels + i] = Math.floor(random() * 3);
    bytes[AT.codes + i] = Math.floor(random() * 256);
    for (let c = 0; c < COLUMNS; c++) bytes[AT.byLead + i * COLUMNS + c] = Math.floor(random() ** 3 * 256);
  }
  for (let bin = 0; bin < 256; bin++) bytes[AT.routes + bin] = random() < 0.4 ? 1 : 0;
  new Int32Array(buffer, AT.order, LEADS).set(Int32Array.from({ length: LEADS }, (_, i) => i));
  new Float64Array(buffer, AT.weights, 3).set([1, 2.5, 0]);
  const scores = new Float64Array(buffer, AT.scores, LEADS);
  for (let i = 0; i < LEADS; i++) scores[i] = spread * (random() - 0.5);
  const table = new Float64Array(buffer, AT.sigmoids, 1025);
  for (let i = 0; i < 1025; i++) table[i] = sigmoid((i - 512) / 32);
}

function makeKernel(kind: 'script' | 'wasm'): { kernel: Kernel; buffer: SharedArrayBuffer } {
  if (kind === 'script') {
    const buffer = new SharedArrayBuffer(PAGES * 65_536);
    return { kernel: createScriptKernel(buffer), buffer };
  }
  const memory = new webAssembly!.Memory({ initial: PAGES, maximum: PAGES, shared: true });
  return { kernel: createWasmKernel(memory), buffer: memory.buffer };
}

/** Every function of a kernel, one after the other, on the same leads. @returns all of the memory */
function runAll(kind: 'script' | 'wasm', seed: number, spread: number, columns: readonly number[]): Buffer {
  const { kernel, buffer } = makeKernel(kind);
  fillMemory(buffer, seed, spread);
  new Int32Array(buffer, AT.columns, columns.length).set(columns);
  const { order, spare, packed, sums, scores } = AT;
  const end = order + 4 * LEADS;
  const count = (from: number, to: number, histograms: number) =>
    kernel.histogram(from, to, AT.byLead, COLUMNS, packed, AT.columns, columns.length, histograms);
  kernel.gradient(
    scores,
    scores + 8 * LEADS,
    AT.labels,
    packed,
    AT.sigmoids,
    AT.weights,
    2 ** 17,
    2 ** 19,
    sums,
  );
  const histograms = AT.histograms;
  const second = histograms + COLUMNS * 2048;
  count(order, end, histograms);
  const left = kernel.partition(order, end, spare, AT.codes, AT.routes);
  // Few leads of a wide range, and then none.
  const few = Math.min(100, left);
  count(order, order + 4 * few, second);
  kernel.subtract(histograms, second, second);
  kernel.add(second, second + COLUMNS * 2048, histograms);
  count(order, order, histograms);
  kernel.raise(order, order + 4 * left, scores, 0.123);
  new Int32Array(buffer, 0, 1).set([left]);
  // Left as it happens to be.
  new Int32Array(buffer, spare, LEADS).fill(0);
  return Buffer.from(new Uint8Array(buffer).slice());
}

test('both kernels leave the same bytes, whatever the scores and columns', () => {
  const columns = fc.uniqueArray(fc.integer({ min: 0, max: COLUMNS - 1 }), { minLength: 1 });
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom(0, 2, 20, 100), columns, (seed, spread, some) => {
      const chosen = some.toSorted((a, b) => a - b);
      const [script, wasm] = [runAll('script', seed, spread, chosen), runAll('wasm', seed, spread, chosen)];
      expect(wasm.equals(script)).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test.each(['script', 'wasm'] as const)('%s: gradients are those of the log-loss', (kind) => {
  const { kernel, buffer } = makeKernel(kind);
  fillMemory(buffer, 3, 36);
  const scale = 2 ** 28;
  const { scores, packed, sums } = AT;
  kernel.gradient(scores, scores + 8 * LEADS, AT.labels, packed, AT.sigmoids, AT.weights, scale, scale, sums);
  const [values, results] = [
    new Float64Array(buffer, scores, LEADS),
    new Int32Array(buffer, packed, 2 * LEADS),
  ];
  const [bytes, total] = [new Uint8Array(buffer), [0, 0]];
  let off = 0;
  values.forEach((z, i) => {
    const label = bytes[AT.labels + i]!;
    const weight = [1, 2.5, 0][label]!;
    const p = sigmoid(Math.min(Math.max(z, -15.9), 15.9));
    off = Math.max(
      off,
      Math.abs(results[2 * i + 1]! / scale - weight * (p - label)),
      Math.abs(results[2 * i]! / scale - weight * p * (1 - p)),
    );
    total[0]! += Math.abs(results[2 * i + 1]!);
    total[1]! += results[2 * i]!;
  });
  expect(off).toBeLessThan(1e-8);
  expect([...new Float64Array(buffer, sums, 2)]).toEqual(total);
});
