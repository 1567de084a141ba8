import { InputError } from '../../errors.ts';
import { describeJson } from '../../lead/json-value.ts';

/** A value in a parsed file, which knows its place there. */
export class Node {
  readonly place: string;
  readonly value: unknown;

  constructor(place: string, value: unknown) {
    this.place = place;
    this.value = value;
  }

  /** A member, which may be absent. */
  get(name: string): Node {
    const { value } = this;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return new Node(
      `${this.place}.${name}`,
      isObject && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined,
    );
  }

  get isThere(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  list(): Node[] {
    const { value, place } = this;
    if (!Array.isArray(value)) this.refuse('a list');
    return (value as unknown[]).map((each, i) => new Node(`${place}[${i}]`, each));
  }

  text(): string {
    if (typeof this.value !== 'string') this.refuse('text');
    return this.value as string;
  }

  /** XGBoost writes parameters as text. */
  number(): number {
    const { value } = this;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) this.refuse('a number');
    return number as number;
  }

  whole(): number {
    const number = this.number();
    if (!Number.isSafeInteger(number)) this.refuse('a whole number');
    return number;
  }

  /** NaN where the file has no number. */
  numbers(length?: number): number[] {
    const { value } = this;
    if (!Array.isArray(value)) this.refuse('a list of numbers');
    const list = value as unknown[];
    if (length !== undefined && list.length !== length)
      throw new InputError(`${this.place}: expected ${length} numbers, got ${list.length}.`);
    return list.map((each) =>
      typeof each === 'number' ? each : typeof each === 'boolean' ? Number(each) : Number.NaN,
    );
  }

  refuse(expected: string): never {
    throw new InputError(`${this.place}: expected ${expected}, got ${describeJson(this.value)}.`);
  }
}

/**
 * JSON as C++ and Python write it: `NaN` and `Infinity` stand where there is no number.
 *
 * @throws {InputError} it is not JSON
 */
export function parseLooseJson(text: string, fileName: string): Node {
  try {
    return new Node(fileName, JSON.parse(text));
  } catch {
    // Numbers that JSON has not are looked for only then.
  }
  try {
    const plain = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (token) =>
      token.startsWith('"') ? token : 'null',
    );
    return new Node(fileName, JSON.parse(plain));
  } catch {
    throw new InputError(
      `${fileName}: expected JSON, got text that ends early or is damaged. Save the model anew.`,
    );
  }
}
