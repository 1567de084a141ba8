import { InputError } from '../../errors.ts';
import type { Input, LevelInput } from '../../model/artifact.ts';
import { readLightgbm } from '../lightgbm/read-lightgbm.ts';
import type { ReadOptions } from '../read-options.ts';
import { readXgboost } from '../xgboost/read-xgboost.ts';
import type { Column, ExportedField, ForeignModel } from './export-file.ts';
import { foldColumn } from './fold-column.ts';
import type { Scoring } from './scoring.ts';

const READERS = { lightgbm: readLightgbm, xgboost: readXgboost } as const;

/** What LightGBM takes for zero. */
const ZERO = 1e-35;

/**
 * A LightGBM or XGBoost classifier that is the last step of a pipeline: its library's text, whose columns are the pipeline's.
 *
 * @throws {InputError} the text cannot be read, or looks at categories that the pipeline makes
 */
export function readForeign(
  { kind, columns, text, zero_is_missing }: ForeignModel,
  fields: readonly ExportedField[],
): Scoring {
  const model = READERS[kind](text, {
    fileName: `the exported ${kind} model`,
    leads: lookAt(columns, fields),
  });
  if (model.fields.length !== columns.length)
    throw new InputError(
      `the exported ${kind} model: expected ${columns.length} columns, as the pipeline makes, got ${model.fields.length}`,
    );
  const places = new Map(model.fields.map(({ name }, i) => [name, i]));
  const inputs = model.trees!.inputs.map((input) => {
    const column = columns[places.get(input.feature)!]!;
    const made = replaceColumn(input, column, fields.find(({ name }) => name === column.source)!);
    return zero_is_missing === true ? takeZerosAway(made) : made;
  });
  const { intercept, terms, calibration, tolerance, notes } = model;
  return { intercept, terms, calibration, tolerance, notes, trees: { ...model.trees!, inputs } };
}

/** The words of raw columns, by which a reader finds their categories. */
function lookAt(
  columns: readonly Column[],
  fields: readonly ExportedField[],
): NonNullable<ReadOptions['leads']> {
  const raw = columns.filter(({ steps }) => steps.length === 0).map(({ source }) => source);
  return {
    nameOf: (feature) => feature,
    has: () => true,
    valuesOf: (feature) => {
      const name = raw.find((source) => source === feature || writeName(source) === feature);
      const words = fields.find((field) => field.name === name && field.type === 'category')?.levels;
      return words === undefined ? undefined : { words, areWords: true };
    },
  };
}

/** A name as LightGBM writes it. */
const writeName = (name: string): string => name.replace(/\s/g, '_');

/** An input of the library's column, made of the raw column. */
function replaceColumn(input: Input, column: Column, field: ExportedField): Input {
  if (input.kind !== 'number') {
    if (column.steps.length === 0) return { ...input, feature: column.source };
    throw new InputError(
      `the exported model: expected categories of ‘${column.source}’ to reach the trees as they are, got steps before: encode them in the pipeline as numbers, or hand them over without a step`,
    );
  }
  const made = foldColumn(column, field);
  return input.zero_is_missing === true ? takeZerosAway(made) : made;
}

function takeZerosAway(input: Input): Input {
  const missing = orMissing(input.missing);
  switch (input.kind) {
    case 'number':
      return { ...input, missing, zero_is_missing: true };
    case 'bins':
      return { ...input, missing, values: input.values.map(orMissing) };
    case 'level':
      return { ...takeZeroLevelsAway(input), missing };
  }
}

/** A level without a number counts as any other level, so that those must be missing, too. */
function takeZeroLevelsAway(input: LevelInput): LevelInput {
  const other = orMissing(input.other);
  const kept = Object.entries(input.values).filter(([, value]) => orMissing(value) !== null);
  if (other !== null && kept.length < Object.keys(input.values).length)
    throw new InputError(
      `the exported model: expected levels of ‘${input.feature}’ whose codes are not 0, as zero_as_missing takes 0 for missing; encode them from 1 on`,
    );
  return { ...input, values: Object.fromEntries(kept), other };
}

const orMissing = (value: number | null): number | null =>
  value === null || Math.abs(value) <= ZERO ? null : value;
