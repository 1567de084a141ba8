import type { Input, ModelArtifact, PairAxis, Term, Trees } from '../model/artifact.ts';
import { compileTerm, type Entry } from '../model/compile-term.ts';
import { namePart } from '../model/name-term.ts';
import { compileInput } from '../model/trees/compile-input.ts';
import { compileTrees } from '../model/trees/compile-trees.ts';
import { fill } from '../typed-arrays.ts';
import type { Feature } from './table/encode-leads.ts';

/** What scores, of a fit or of an artifact. */
export type Scoring = Pick<ModelArtifact, 'intercept' | 'terms' | 'trees'>;

/**
 * The raw log-odds of the leads at `rows`, column by column. Every contribution comes from the terms that
 * `compileModel` scores with, and they are added in the same order, so the sums are the same to the last bit.
 */
export function scoreColumns(
  { intercept, terms, trees }: Scoring,
  features: readonly Feature[],
  rows: Int32Array,
): Float64Array {
  const logOdds = new Float64Array(rows.length).fill(intercept);
  for (const term of terms) {
    const contributions = contributeColumn(term, features, rows);
    for (let i = 0; i < logOdds.length; i++) logOdds[i]! += contributions[i]!;
  }
  if (trees !== undefined) addTrees(trees, features, rows, logOdds);
  return logOdds;
}

/** What a term contributes to each of the leads at `rows`, log-odds. */
export function contributeColumn(term: Term, features: readonly Feature[], rows: Int32Array): Float64Array {
  const compiled = compileTerm(term);
  if (term.kind === 'pair') {
    const [first, second] = term.features.map((field, side) =>
      readEntries(findFeature(features, field, term.axes[side]!.part, kindOf(term.axes[side]!))),
    );
    return fill(new Float64Array(rows.length), (i) =>
      compiled.contributeEntries(first!(rows[i]!), second!(rows[i]!)),
    );
  }
  const feature = findFeature(
    features,
    term.feature,
    term.part,
    term.kind === 'category' ? 'level' : 'number',
  );
  if (feature.kind === 'number') {
    const read = readEntries(feature);
    return fill(new Float64Array(rows.length), (i) => compiled.contributeEntries(read(rows[i]!), null));
  }
  const byCode = Float64Array.from([...feature.levels, null], (level) =>
    compiled.contributeEntries(level, null),
  );
  return fill(new Float64Array(rows.length), (i) => byCode[feature.codes[rows[i]!]!]!);
}

function addTrees(trees: Trees, features: readonly Feature[], rows: Int32Array, logOdds: Float64Array): void {
  const compiled = compileTrees(trees);
  scanInputs(
    trees.inputs.map((input) => readInput(input, features, rows)),
    rows.length,
    (inputs, i) => {
      logOdds[i]! += compiled.scoreInputs(inputs);
    },
  );
}

/** Calls back with the numbers of each lead, which are those of the next one afterwards. @param columns one per input */
export function scanInputs(
  columns: readonly Float64Array[],
  leads: number,
  tell: (inputs: Float64Array, lead: number) => void,
): void {
  const inputs = new Float64Array(columns.length);
  for (let i = 0; i < leads; i++) {
    for (let c = 0; c < columns.length; c++) inputs[c] = columns[c]![i]!;
    tell(inputs, i);
  }
}

/** The numbers that trees see of the leads at `rows`. */
export function readInput(input: Input, features: readonly Feature[], rows: Int32Array): Float64Array {
  const { readEntry } = compileInput(input);
  const feature = findFeature(features, input.feature, input.part);
  const read = readEntries(feature);
  if (feature.kind === 'number')
    return fill(new Float64Array(rows.length), (i) => readEntry(read(rows[i]!), null));
  const byCode = Float64Array.from([...feature.levels, null], (level) => readEntry(level, null));
  return fill(new Float64Array(rows.length), (i) => byCode[feature.codes[rows[i]!]!]!);
}

/** A feature's entry for a row. */
function readEntries(feature: Feature): (row: number) => Entry {
  if (feature.kind === 'number') {
    return (row) => {
      const value = feature.values[row]!;
      return Number.isNaN(value) ? null : value;
    };
  }
  const entries = [...feature.levels, null];
  return (row) => entries[feature.codes[row]!]!;
}

const kindOf = (axis: PairAxis): Feature['kind'] => ('levels' in axis ? 'level' : 'number');

/**
 * @param kind of a field that was encoded in two ways (`encodeRareLevels`), the one that is wanted
 * @throws {Error} there is none
 */
export function findFeature(
  features: readonly Feature[],
  field: string,
  part: string | undefined,
  kind?: Feature['kind'],
): Feature {
  const found = features.find(
    (feature) =>
      feature.field === field && feature.part === part && (kind === undefined || feature.kind === kind),
  );
  if (found !== undefined) return found;
  throw new Error(`score columns: expected the feature ${namePart(field, part)}`);
}
