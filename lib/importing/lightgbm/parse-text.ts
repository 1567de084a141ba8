import { InputError } from '../../errors.ts';

/** Lines `name=value` of a part of the file, and where it begins. */
export interface Block {
  /** Such as `model.txt: Tree=3 (line 41)`. */
  readonly place: string;
  readonly values: ReadonlyMap<string, string>;
}

/** LightGBM's text: what it says of the model, of each tree, and of how it was trained. */
export interface LightgbmText {
  readonly head: Block;
  readonly trees: readonly Block[];
  /** Of the training: `[scale_pos_weight: 3]`. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The words of pandas’ category columns, in the order of the table's columns. */
  readonly pandasCategories: readonly (readonly unknown[])[];
}

/** LightGBM's text model format: https://github.com/microsoft/LightGBM, `GBDT::SaveModelToString`. @throws {InputError} with the line */
export function parseLightgbm(text: string, fileName: string): LightgbmText {
  const lines = text.split(/\r?\n/);
  const parameters = new Map<string, string>();
  const blocks: { place: string; values: Map<string, string> }[] = [
    { place: `${fileName}: head`, values: new Map() },
  ];
  let pandasCategories: readonly (readonly unknown[])[] = [];
  let isWhole = false;
  let isBehind = false;
  lines.forEach((line, i) => {
    const place = `${fileName}: line ${i + 1}`;
    if (line.startsWith('pandas_categorical:')) pandasCategories = readCategories(line, place);
    else if (line === 'end of trees') [isWhole, isBehind] = [true, true];
    else if (isBehind) {
      const [, name, value] = /^\[(\w+): (.*)\]$/.exec(line) ?? [];
      if (name !== undefined) parameters.set(name, value!);
    } else if (line.startsWith('Tree=')) {
      const expected = `Tree=${blocks.length - 1}`;
      if (line.trim() !== expected)
        throw new InputError(
          `${place}: expected ${expected}, got ${line.slice(0, 40)}. Save the model anew.`,
        );
      blocks.push({ place: `${fileName}: ${expected} (line ${i + 1})`, values: new Map() });
    } else if (line.trim() !== '') {
      const at = line.indexOf('=');
      blocks.at(-1)!.values.set(line.slice(0, at < 0 ? undefined : at), at < 0 ? '' : line.slice(at + 1));
    }
  });
  const [head, ...trees] = blocks;
  if (!isWhole)
    throw new InputError(
      `${fileName}: expected “end of trees” behind ${trees.length} trees, found the end of the file: a part is missing. Save the model anew: booster.save_model("model.txt").`,
    );
  return { head: head!, trees, parameters, pandasCategories };
}

function readCategories(line: string, place: string): readonly (readonly unknown[])[] {
  let json: unknown;
  try {
    json = JSON.parse(line.slice(line.indexOf(':') + 1));
  } catch {
    // Told below.
  }
  if (json === null) return [];
  if (!Array.isArray(json) || !json.every(Array.isArray))
    throw new InputError(`${place}: expected pandas_categorical to be a list of lists in JSON.`);
  return json as unknown[][];
}

/** A text of a block. @throws {InputError} there is none */
export function textOf({ values, place }: Block, name: string): string {
  const value = values.get(name);
  if (value === undefined) throw new InputError(`${place}: expected ${name}=…, found none.`);
  return value;
}

/** The numbers of a list, as C writes them: `inf` and `-inf`, too. @throws {InputError} there are others than so many */
export function numbersOf(block: Block, name: string, length: number): number[] {
  const words = textOf(block, name).trim();
  const list = words === '' ? [] : words.split(/\s+/);
  if (list.length !== length)
    throw new InputError(`${block.place}: ${name}: expected ${length} numbers, got ${list.length}.`);
  return list.map((word, i) => {
    const number = numberOf(word);
    if (number === undefined)
      throw new InputError(`${block.place}: ${name}[${i}]: expected a number, got “${word.slice(0, 40)}”.`);
    return number;
  });
}

/** Undefined: it is none. */
export function numberOf(word: string): number | undefined {
  const endless = /^([+-]?)(?:inf|infinity)$/i.exec(word);
  if (endless !== null) return endless[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const number = word === '' ? Number.NaN : Number(word);
  return Number.isNaN(number) ? undefined : number;
}
