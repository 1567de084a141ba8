import { basename, join } from 'node:path';
import type { Field } from '../lib/lead/schema.ts';
import type { Evaluation } from '../lib/model/artifact.ts';
import type { FeatureEffect, ValueEffect } from '../lib/training/describe-effects.ts';
import { count } from '../lib/training/table/table.ts';
import type { TrainedModel } from '../lib/training/train-model.ts';

/** What metrics.json holds. */
export function makeMetrics({ artifact, warnings, effects, read }: TrainedModel, sha256: string) {
  const { lineage, metrics } = artifact;
  return {
    name: artifact.name,
    created_at: artifact.created_at,
    model_sha256: sha256,
    rows_read: read.rows,
    rows: lineage.rows,
    converted: lineage.converted,
    base_rate: lineage.converted / lineage.rows,
    ...metrics,
    fields: artifact.schema.fields.map(({ name, type, required }) => ({ name, type, required })),
    left_out: lineage.left_out,
    warnings,
    effects,
  };
}

export interface TrainingFiles {
  readonly file: string;
  readonly joinedFile: string | undefined;
  readonly on: string | undefined;
  readonly out: string;
}

const SEPARATORS = { ',': 'comma', ';': 'semicolon', '\t': 'tab' } as const;
const MOST_EFFECTS = 8;

/** The result of a training for people: what was read, what was left out and why, how good the model is. */
export function describeTraining(
  trained: TrainedModel,
  { file, joinedFile, on, out }: TrainingFiles,
): string {
  const { artifact, read, warnings, effects } = trained;
  const { lineage, schema } = artifact;
  const joined = joinedFile === undefined ? '' : `, joined with ${basename(joinedFile)} on ${on}`;
  const rate = formatPercent(lineage.converted / lineage.rows);
  return [
    `Read       ${basename(file)}: ${count(read.rows, 'row')}, ${count(read.columns, 'column')}, ${SEPARATORS[read.separator]}-separated${joined}`,
    `Converted  ${formatCount(lineage.converted)} of ${formatCount(lineage.rows)} leads, ${rate} (${lineage.target}: ${lineage.positive})`,
    ...section('Fields', pad(schema.fields.map((field) => [field.name, describeField(field)]))),
    ...section('Left out', pad(Object.entries(lineage.left_out))),
    ...section('Note', warnings),
    '',
    ...describeMetrics(trained),
    '',
    'Strongest effects, as factors on the odds of the average lead',
    ...pad(effects.slice(0, MOST_EFFECTS).map(describeEffect)).map((line) => `  ${line}`),
    '',
    `Wrote ${join(out, 'model.json')} and ${join(out, 'metrics.json')}`,
    `Next: scorelane score ${join(out, 'model.json')} new-leads.csv --out scored.csv`,
    `      scorelane publish ${join(out, 'model.json')} --promote   (while npm start runs)`,
  ].join('\n');
}

function describeField(field: Field): string {
  const optional = field.required ? '' : ', may be missing';
  switch (field.type) {
    case 'number':
      return `number ${field.range[0]} – ${field.range[1]}${optional}`;
    case 'category':
      return `category, ${count(field.levels.length, 'level')}${optional}`;
    case 'boolean':
      return `yes or no${optional}`;
    case 'date':
      return `date ${field.range[0]} – ${field.range[1]}${optional}`;
  }
}

function describeMetrics({ artifact: { metrics } }: TrainedModel): string[] {
  const { holdout, cross_validated: folds } = metrics;
  const measured = folds ?? holdout;
  if (measured === undefined) return ['Nothing was held out: how good the model is, is not known.'];
  const cells = ({ roc_auc, pr_auc, log_loss, brier }: Evaluation, sd?: Readonly<Record<string, number>>) => [
    `${roc_auc.toFixed(3)}${sd ? ` ± ${sd.roc_auc!.toFixed(3)}` : ''}`,
    pr_auc.toFixed(3),
    log_loss.toFixed(4),
    brier.toFixed(4),
  ];
  const constant = [
    '0.500',
    measured.base_rate.toFixed(3),
    measured.constant_log_loss.toFixed(4),
    measured.constant_brier.toFixed(4),
  ];
  return pad([
    ['', 'ROC-AUC', 'PR-AUC', 'log-loss', 'Brier'],
    ...(holdout === undefined ? [] : [[`Hold-out, ${count(holdout.rows, 'lead')}`, ...cells(holdout)]]),
    ...(folds === undefined ? [] : [[`Cross-validation, ${folds.folds} folds`, ...cells(folds, folds.sd)]]),
    ['Always the base rate', ...constant],
  ]);
}

function describeEffect({ feature, most, least }: FeatureEffect): string[] {
  const show = (effect: ValueEffect | undefined) =>
    effect === undefined ? '' : `${shorten(effect.value)} × ${effect.odds.toPrecision(2)}`;
  return [feature, show(most), show(least)];
}

/** A block of lines beside its title; nothing when there are none. */
const section = (title: string, lines: readonly string[]): string[] =>
  lines.map((line, i) => `${(i === 0 ? title : '').padEnd(11)}${line}`);

/** Cells as columns of equal width. */
function pad(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  );
}

const shorten = (text: string): string => (text.length > 24 ? `${text.slice(0, 23)}…` : text);
const formatCount = (n: number): string => n.toLocaleString('en-US');
const formatPercent = (share: number): string => `${(100 * share).toFixed(1)} %`;
