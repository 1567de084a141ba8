import type { Encoding } from '../csv/decode-text.ts';
import type { Separator } from '../csv/scan-csv.ts';
import { InputError } from '../errors.ts';
import { inferSchema } from '../lead/infer-schema.ts';
import { DEFAULT_MISSING_WORDS, type LeadSchema } from '../lead/schema.ts';
import { makeWordRules } from '../lead/value-words.ts';
import { ARTIFACT_FORMAT, type ModelArtifact } from '../model/artifact.ts';
import { compileModel } from '../model/compile-model.ts';
import { sha256Of } from '../sha256.ts';
import { buildBaseline, buildScale } from './build-baseline.ts';
import { describeEffects, type FeatureEffect } from './describe-effects.ts';
import { measureModel, type OnProgress } from './evaluation/measure-model.ts';
import { fitAdditive, predictLeads } from './fit-additive.ts';
import { describePreparation } from './preparation/describe-preparation.ts';
import { RARE_LEVEL_ROWS } from './preparation/prepare-features.ts';
import { buildDataset } from './table/build-dataset.ts';
import { encodeLeads } from './table/encode-leads.ts';
import { orderLeads } from './table/order-leads.ts';
import { readTable } from './table/read-table.ts';
import { type Column, summariseColumn } from './table/table.ts';
import { GRADIENT_DESCENT_DEFAULTS } from './trainers/gradient-descent.ts';

export const DEFAULT_SEED = 42;

export interface TrainInput {
  /** A CSV file: its bytes or its text. */
  readonly data: Uint8Array | string;
  /** For messages. */
  readonly fileName?: string;
  /** A second CSV file: a lead converted when its key stands there. */
  readonly joined?: { readonly data: Uint8Array | string; readonly fileName?: string };
  /** The key column of both files. */
  readonly on?: string;
  readonly target: string;
  readonly positive?: string;
  readonly drop?: readonly string[];
  /** Words that mean "missing" besides the usual ones. */
  readonly missing?: readonly string[];
  readonly encoding?: Encoding;
  readonly decimal?: '.' | ',';
  /** The model's name. */
  readonly name: string;
  readonly seed?: number;
  readonly createdAt: Date;
  /** Versions of what computed, for the lineage. */
  readonly libraries?: Readonly<Record<string, string>>;
  readonly gitCommit?: string;
  readonly onProgress?: OnProgress;
}

export interface TrainedModel {
  /** What was read, before anything was left out. */
  readonly read: { readonly rows: number; readonly columns: number; readonly separator: Separator };
  readonly artifact: ModelArtifact;
  readonly warnings: readonly string[];
  /** Strongest first. */
  readonly effects: readonly FeatureEffect[];
}

/**
 * Trains a lead-conversion model on a CSV file: reads, infers the schema, measures on held-out leads, then
 * fits on all of them. The same data, options and seed give the same artifact but for `created_at`; so does
 * the same file with its rows in another order, but for its hash.
 *
 * @throws {InputError} when the file or an option is at fault; the message says what to do
 * @example
 * const { csv } = generateSample({ rows: 3000, seed: 1 });
 * const { artifact } = trainModel({ data: csv, target: 'converted', name: 'leads', createdAt: new Date() });
 */
export function trainModel(input: TrainInput): TrainedModel {
  const { seed = DEFAULT_SEED, onProgress = () => {} } = input;
  const rules = makeWordRules([...DEFAULT_MISSING_WORDS, ...(input.missing ?? [])], input.decimal);
  onProgress('reading');
  const table = readTable(input.data, readOptions(input, input.encoding));
  const joined = input.joined && readTable(input.joined.data, readOptions(input.joined, input.encoding));
  const unordered = buildDataset(
    table,
    {
      target: input.target,
      ...(input.positive === undefined ? {} : { positive: input.positive }),
      ...(joined === undefined ? {} : { joined }),
      ...(input.on === undefined ? {} : { on: input.on }),
      ...(input.drop === undefined ? {} : { drop: input.drop }),
    },
    rules,
  );
  const summaries = unordered.columns.map((column) => summariseColumn(column, unordered.rows));
  const inferred = inferSchema(summaries, rules);
  const { schema } = inferred;
  const leftOut = new Map([...unordered.leftOut, ...inferred.leftOut]);
  if (schema.fields.length === 0) {
    const reasons = [...leftOut].map(([column, reason]) => `${column} (${reason})`).join(', ');
    throw new InputError(`${table.fileName}: expected a column to learn from, found none: ${reasons}.`);
  }
  const columns = columnsOf(schema, unordered.columns);
  const dataset = orderLeads(unordered, columns, seed);
  const leads = encodeLeads(schema, columns, dataset.rows, rules);
  const options = GRADIENT_DESCENT_DEFAULTS;
  const metrics = measureModel(leads, dataset.labels, options, onProgress);
  onProgress('fitting on all leads');
  const all = Int32Array.from(dataset.rows.keys());
  const fit = fitAdditive(leads, dataset.labels, all, options);
  const baseline = buildBaseline(leads);
  const artifact: ModelArtifact = {
    format: ARTIFACT_FORMAT,
    kind: 'additive',
    name: input.name,
    created_at: input.createdAt.toISOString(),
    trainer: 'gradient-descent',
    trainer_options: {
      l2: options.l2,
      steps_per_round: options.stepsPerRound,
      max_rounds: options.maxRounds,
      rare_level_rows: RARE_LEVEL_ROWS,
    },
    seed,
    schema,
    intercept: fit.intercept,
    terms: fit.terms,
    calibration: { method: 'none' },
    scale: buildScale(predictLeads(fit, leads, all)),
    metrics,
    baseline,
    lineage: {
      data_sha256: sha256Of(input.data),
      ...(input.joined === undefined ? {} : { joined_sha256: sha256Of(input.joined.data) }),
      rows: dataset.rows.length,
      converted: dataset.converted,
      target: dataset.target,
      positive: dataset.positive,
      left_out: Object.fromEntries(leftOut),
      preparation: describePreparation(schema, fit.terms, table.rowCount - dataset.rows.length),
      libraries: input.libraries ?? {},
      ...(input.gitCommit === undefined ? {} : { git_commit: input.gitCommit }),
    },
  };
  return {
    read: { rows: table.rowCount, columns: table.columns.length, separator: table.separator },
    artifact,
    warnings: [...dataset.warnings, ...inferred.warnings],
    effects: describeEffects(compileModel(artifact), leads, baseline),
  };
}

/** The artifact's file: its SHA-256 is the model's identity. */
export const serializeArtifact = (artifact: ModelArtifact): string =>
  `${JSON.stringify(artifact, null, 2)}\n`;

const readOptions = ({ fileName }: { readonly fileName?: string }, encoding: Encoding | undefined) => ({
  ...(fileName === undefined ? {} : { fileName }),
  ...(encoding === undefined ? {} : { encoding }),
});

function columnsOf(schema: LeadSchema, columns: readonly Column[]): Column[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return schema.fields.map((field) => byName.get(field.name)!);
}
