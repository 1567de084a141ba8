import * as z from 'zod/mini';
import { Calibration } from '../../contract/artifact-calibration.ts';
import { NumberStep } from '../../contract/artifact-terms.ts';
import { numbers, text, texts, type Wire } from '../../contract/parts.ts';
import { InputError } from '../../errors.ts';
import { explainIssue } from '../../model/explain-issue.ts';

/** What `clients/python/scorelane_export.py` writes. */
export const EXPORT_FORMAT = 'scorelane-export/1';

/** A value of a raw lead; null: missing. */
const Value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Value = Wire<typeof Value>;

const orMissing = z.nullable(z.number());

/** One step of a column, on one value; what scikit-learn does to the whole column. */
const Step = z.discriminatedUnion('op', [
  /** A missing value becomes this one. */
  z.object({ op: z.literal('impute'), value: Value }),
  /** 1 of a missing value, else 0. */
  z.object({ op: z.literal('missing') }),
  /** 1 of these levels, else 0; negated: the other way round. */
  z.object({ op: z.literal('is'), levels: z.array(Value), negated: z.boolean() }),
  /** The code of a level, of any other one, and of a missing value. */
  z.object({
    op: z.literal('codes'),
    levels: z.array(Value),
    codes: numbers,
    other: orMissing,
    missing: orMissing,
  }),
  /** How many of the ascending edges are at most the number. */
  z.object({ op: z.literal('bins'), edges: numbers }),
  /** A number that is not among these is missing. */
  z.object({ op: z.literal('known'), codes: numbers }),
  NumberStep,
]);
export type Step = Wire<typeof Step>;

/** A column of a model: the raw column that it is made of, and how. */
const Column = z.object({ source: text, steps: z.array(Step) });
export type Column = Wire<typeof Column>;

const columns = z.array(Column);

const Linear = z.object({
  kind: z.literal('linear'),
  columns,
  coefficients: numbers,
  /** Of the columns, over the leads that were exported from. */
  means: numbers,
  intercept: z.number(),
});
export type LinearModel = Wire<typeof Linear>;

const TreesModel = z.object({
  kind: z.literal('trees'),
  columns,
  float32: z.boolean(),
  intercept: z.number(),
  output: z.enum(['log-odds', 'half-log-odds', 'probability']),
  input: numbers,
  threshold: numbers,
  route: numbers,
  value: numbers,
  cover: numbers,
  sets: z.array(numbers),
});
export type TreesModel = Wire<typeof TreesModel>;

/** A model in its own library's text. */
const Foreign = z.object({
  kind: z.enum(['lightgbm', 'xgboost']),
  columns,
  text,
  /** The pipeline hands over a sparse matrix, whose zeros are missing to XGBoost. */
  zero_is_missing: z.exactOptional(z.literal(true)),
});
export type ForeignModel = Wire<typeof Foreign>;

const Base = z.discriminatedUnion('kind', [Linear, TreesModel, Foreign]);
export type BaseModel = Wire<typeof Base>;

/** The mean of calibrated models. */
const Calibrated = z.object({
  kind: z.literal('calibrated'),
  /** What the calibrations look at: log-odds, or the probability. */
  on: z.enum(['decision', 'probability']),
  of: z.array(z.object({ calibration: Calibration, model: Base })),
});
export type CalibratedModel = Wire<typeof Calibrated>;

const Field = z.object({
  name: text,
  /** Absent: the model does not look at it. */
  type: z.exactOptional(z.enum(['number', 'category', 'boolean'])),
  levels: z.exactOptional(texts),
  range: z.exactOptional(z.tuple([z.number(), z.number()])),
  strict: z.exactOptional(z.literal(true)),
});
type AnyField = Wire<typeof Field>;
/** A raw column that the model looks at. */
export type ExportedField = AnyField & Required<Pick<AnyField, 'type'>>;

const ExportFile = z.object({
  format: z.literal(EXPORT_FORMAT),
  library: text,
  versions: z.record(text, text),
  columns: z.array(Field),
  positive: text,
  /** A step computes in 32 bits. */
  float32: z.exactOptional(z.literal(true)),
  model: z.discriminatedUnion('kind', [Linear, TreesModel, Foreign, Calibrated]),
  notes: texts,
  checks: z.array(z.object({ lead: z.record(text, Value), probability: z.number() })),
});
export type ExportFile = Wire<typeof ExportFile>;

/**
 * Checks that parsed JSON is a file of the exporter, and that its lists fit together.
 *
 * @throws {InputError} naming the place, what was expected there and what was found
 */
export function parseExport(json: unknown): ExportFile {
  const { error } = ExportFile.safeParse(json);
  if (error !== undefined) fail(explainIssue(error.issues[0]!, json));
  const file = json as ExportFile;
  const names = new Set(usedFields(file).map(({ name }) => name));
  const { model } = file;
  if (model.kind === 'calibrated' && model.of.length === 0) fail('model.of: expected at least one');
  const bases = model.kind === 'calibrated' ? model.of.map((each) => each.model) : [model];
  for (const base of bases) {
    const unknown = base.columns.find(({ source }) => !names.has(source));
    if (unknown !== undefined)
      fail(
        `model: expected a source among the columns that have a type, got ${JSON.stringify(unknown.source)}`,
      );
    if (base.kind === 'linear') checkLengths(base);
  }
  return file;
}

export const usedFields = ({ columns }: ExportFile): ExportedField[] =>
  columns.filter((field): field is ExportedField => field.type !== undefined);

function checkLengths({ columns, coefficients, means }: LinearModel): void {
  for (const [name, { length }] of Object.entries({ coefficients, means })) {
    if (length !== columns.length)
      fail(`model.${name}: expected ${columns.length}, one per column, got ${length}`);
  }
}

function fail(problem: string): never {
  throw new InputError(`the exported model: ${problem}`);
}
