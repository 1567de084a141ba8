import type { Input, LevelInput, Trees } from '../../model/artifact.ts';
import { type EncodedLevels, RARE } from './encode-rare-levels.ts';

/**
 * The inputs of trees that grew on encoded columns as inputs of the columns that these were made of: what a level is as one of the
 * rare ones, and its estimate, become a number per level each.
 */
export function decodeInputs(trees: Trees, encoded: readonly EncodedLevels[]): Trees {
  const byField = new Map(encoded.map((entry) => [entry.source.field, entry]));
  return {
    ...trees,
    inputs: trees.inputs.map((input): Input => {
      const entry = byField.get(input.feature);
      if (entry === undefined) return input;
      return input.kind === 'level' ? nameRare(input, entry) : estimateOf(entry);
    }),
  };
}

/** Every rare level has the code of them all, and so has one that was never seen. */
function nameRare(input: LevelInput, { source, isRare, counts }: EncodedLevels): LevelInput {
  const { [RARE]: rare, ...named } = input.values;
  if (rare === undefined) return input;
  // Frequent levels for which there was no code are “other”, and are not rare.
  const others = source.levels.filter(
    (level, i) => isRare[i] === 0 && counts[i]! > 0 && !Object.hasOwn(named, level),
  );
  const values = { ...named, ...Object.fromEntries(others.map((level) => [level, input.other!])) };
  return { ...input, values, other: rare };
}

/** Frequent and missing levels are at 0, as levels are of which nothing is known. */
function estimateOf({ source, isRare, effects, counts }: EncodedLevels): LevelInput {
  return {
    kind: 'level',
    feature: source.field,
    values: Object.fromEntries(
      source.levels.flatMap((level, i) =>
        isRare[i] === 1 && counts[i]! > 0 ? [[level, Number(effects[i]!.toPrecision(6))]] : [],
      ),
    ),
    other: 0,
    missing: 0,
  };
}
