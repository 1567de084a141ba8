import type { AnySource, ByteSource } from './byte-source.ts';
import type { Encoding } from './encoding.ts';
import { LineCounter } from './line-ends.ts';
import { NotTextError, TextChecker } from './text-checker.ts';

export interface TextOptions {
  /** For messages. */
  readonly fileName: string;
  /** `utf-8` unless told otherwise. */
  readonly encoding?: Encoding | undefined;
}

/** As `readText`, of a file that need not be waited for. @param onBytes told of the bytes as they stand in the file */
export function* readTextNow(
  source: ByteSource,
  { fileName, encoding = 'utf-8', onBytes }: TextOptions & { readonly onBytes?: (bytes: Uint8Array) => void },
): Iterable<Uint8Array> {
  const checker = new TextChecker(fileName, encoding);
  try {
    for (const block of source.open()) {
      onBytes?.(block);
      yield checker.push(block);
    }
    checker.end();
  } catch (error) {
    if (!(error instanceof NotTextError)) throw error;
    const counter = new LineCounter();
    let left = error.offset;
    for (const block of source.open()) {
      counter.count(block.subarray(0, left));
      left -= block.length;
      if (left <= 0) break;
    }
    throw error.explain(counter.lines);
  }
}

/**
 * The text of a file in blocks of valid UTF-8, each good until the next one is asked for.
 *
 * @param from where in the file to begin; only what can be opened there may be asked for more than 0
 * @throws {InputError} when the bytes are no text of the encoding; says where
 */
export async function* readText(
  source: AnySource,
  { fileName, encoding = 'utf-8' }: TextOptions,
  from = 0,
): AsyncIterable<Uint8Array> {
  const checker = new TextChecker(fileName, encoding);
  const passed = 'once' in source ? new LineCounter() : undefined;
  try {
    for await (const block of source.open(from)) {
      const text = checker.push(block);
      passed?.count(text);
      yield text;
    }
    checker.end();
  } catch (error) {
    if (!(error instanceof NotTextError)) throw error;
    if (passed !== undefined) throw error.explain(passed.lines);
    const counter = new LineCounter();
    let left = from + error.offset;
    for await (const block of source.open()) {
      counter.count(block.subarray(0, left));
      left -= block.length;
      if (left <= 0) break;
    }
    throw error.explain(counter.lines);
  }
}
