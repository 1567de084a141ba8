/**
 * A small assembler for WebAssembly (core specification 2.0, binary format): expressions are nested calls that give bytes, as
 * `i32.add(get(a), i32.of(4))`.
 */
export type Code = readonly number[];

export const I32 = 0x7f;
export const I64 = 0x7e;
export const F64 = 0x7c;
type Type = typeof I32 | typeof I64 | typeof F64;

/** LEB128, unsigned. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value >>> 0; ; ) {
    const byte = rest & 127;
    rest >>>= 7;
    if (rest === 0) return [...bytes, byte];
    bytes.push(byte | 128);
  }
}

/** LEB128, signed. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; ) {
    const byte = rest & 127;
    rest >>= 7;
    if (rest === (byte & 64 ? -1 : 0)) return [...bytes, byte];
    bytes.push(byte | 128);
  }
}

const vector = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const text = (word: string): Code => [...unsigned(word.length), ...new TextEncoder().encode(word)];

/** An instruction that takes its operands from the stack. */
const operator =
  (opcode: number) =>
  (...operands: Code[]): Code => [...operands.flat(), opcode];

/** A load or store; `align` is the power of two of its size. */
const access =
  (opcode: number, align: number) =>
  (offset: number, ...operands: Code[]): Code => [...operands.flat(), opcode, align, ...unsigned(offset)];

export const i32 = {
  of: (value: number): Code => [0x41, ...signed(value)],
  add: operator(0x6a),
  sub: operator(0x6b),
  mul: operator(0x6c),
  shl: operator(0x74),
  lessThan: operator(0x49),
  load: access(0x28, 2),
  loadByte: access(0x2d, 0),
  store: access(0x36, 2),
  /** The low half. */
  ofI64: operator(0xa7),
};

export const i64 = {
  of: (value: number): Code => [0x42, ...signed(value)],
  add: operator(0x7c),
  sub: operator(0x7d),
  shl: operator(0x86),
  load: access(0x29, 3),
  store: access(0x37, 3),
  /** Without a sign. */
  ofI32: operator(0xad),
  /** The bits of a number. */
  bitsOf: operator(0xbd),
};

export const f64 = {
  of: (value: number): Code => [0x44, ...new Uint8Array(Float64Array.of(value).buffer)],
  add: operator(0xa0),
  sub: operator(0xa1),
  mul: operator(0xa2),
  min: operator(0xa4),
  max: operator(0xa5),
  abs: operator(0x99),
  load: access(0x2b, 3),
  store: access(0x39, 3),
  ofI32: operator(0xb7),
};

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
/** Sets a local and gives its value. */
export const tee = (local: number, value: Code): Code => [...value, 0x22, ...unsigned(local)];
/** Repeats the body while the condition, which is looked at behind it, holds. */
const repeat = (body: readonly Code[], condition: Code): Code => [
  0x03,
  0x40,
  ...body.flat(),
  ...condition,
  0x0d,
  0,
  0x0b,
];
/** The body for each step of a pointer up to before `end`. */
export const forEach = (pointer: number, end: number, step: number, body: readonly Code[]): Code => [
  ...i32.lessThan(get(pointer), get(end)),
  0x04,
  0x40,
  ...repeat(body, i32.lessThan(tee(pointer, i32.add(get(pointer), i32.of(step))), get(end))),
  0x0b,
];

/** Copies `size` bytes; the areas may overlap. */
export const copyBytes = (to: Code, from: Code, size: Code): Code => [
  ...to,
  ...from,
  ...size,
  0xfc,
  0x0a,
  0,
  0,
];
/** Sets `size` bytes to `value`. */
export const fillBytes = (at: Code, value: Code, size: Code): Code => [
  ...at,
  ...value,
  ...size,
  0xfc,
  0x0b,
  0,
];

export interface WasmFunction {
  readonly parameters: readonly Type[];
  readonly results: readonly Type[];
  readonly locals: readonly Type[];
  readonly body: readonly Code[];
}

/** A module of functions over one shared memory, which it imports as `grow.memory`. */
export function assemble(
  functions: Readonly<Record<string, WasmFunction>>,
  mostPages: number,
): Uint8Array<ArrayBuffer> {
  const list = Object.entries(functions);
  const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
  const types = list.map(([, { parameters, results }]) => [
    0x60,
    ...vector(parameters.map((type) => [type])),
    ...vector(results.map((type) => [type])),
  ]);
  const bodies = list.map(([, { locals, body }]) => {
    const code = [...vector(locals.map((type) => [1, type])), ...body.flat(), 0x0b];
    return [...unsigned(code.length), ...code];
  });
  const [memory, shared] = [0x02, 0x03];
  const imported = [
    ...text('grow'),
    ...text('memory'),
    memory,
    shared,
    ...unsigned(1),
    ...unsigned(mostPages),
  ];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector(types)),
    ...section(2, vector([imported])),
    ...section(3, vector(list.map((_, index) => unsigned(index)))),
    ...section(7, vector(list.map(([name], index) => [...text(name), 0, ...unsigned(index)]))),
    ...section(10, vector(bodies)),
  ]);
}
