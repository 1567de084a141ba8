import type { Command } from 'commander';
import type { ColumnSettings } from '../../lib/contract/column-settings.ts';
import { resultTypes } from '../../lib/files/results/result-types.ts';
import type { BadRows } from '../../lib/files/scoring/options.ts';
import { isUtf8Label } from '../../lib/files/text/encoding.ts';
import type { LeadSchema } from '../../lib/lead/schema.ts';
import { isPlainFile } from '../files/files.ts';
import type { OutputTarget } from '../files/output-target.ts';
import { chooseForms } from '../files/result-format.ts';
import type { ResultOptions } from '../files/result-options.ts';
import { omitUndefined } from '../options.ts';
import type { ScoreInput } from './score-input.ts';
import { makeJournalKey } from './score-journal.ts';
import {
  canResume,
  hasBegun,
  openOutputs,
  openResumableOutputs,
  type ResultWriting,
} from './score-outputs.ts';

/** Scoring less takes less than half a second. */
const RESUMABLE_BYTES = 1 << 24;

/** What `scorelane score` takes. */
export interface ScoreOptions extends ResultOptions {
  readonly out: string;
  readonly keepBadRows?: boolean;
  readonly threads?: number;
  readonly json?: boolean;
}

interface Work {
  readonly modelFile: string;
  readonly file: string;
  readonly input: ScoreInput;
  readonly targets: readonly OutputTarget[];
  readonly options: ScoreOptions;
  readonly columns: ColumnSettings;
  readonly schema: LeadSchema;
  /** Asks before files are replaced, unless the same command began them. */
  readonly agree: () => Promise<void>;
}

const FORMAT_OF = { csv: 'csv', 'json lines': 'jsonl', parquet: 'parquet', xlsx: 'csv' } as const;

/** How the file is scored, and where the result goes. */
export async function openWork(command: Command, work: Work) {
  const { modelFile, file, input, targets, options, columns, schema, agree } = work;
  const { rejected, keepBadRows, decimal, reasons, reference, formulas } = options;
  const { compressed, format } = input.form;
  const forms = chooseForms(command, options, FORMAT_OF[format]);
  // Only a spreadsheet runs formulas, and only of CSV: any other result keeps what stands in the file.
  const kept = forms[0]!.format === 'csv' ? formulas : 'keep';
  const from = format === 'json lines' ? 'jsonl' : 'csv';
  const types = resultTypes(schema, input.types, decimal);
  const writings = forms.map(
    (form): ResultWriting => ({
      form,
      from,
      types,
      formulas,
      rewrite: form.format === 'csv' && kept !== formulas,
    }),
  );
  const badRows: BadRows = rejected !== undefined ? 'set aside' : keepBadRows === true ? 'keep' : 'stop';
  const settings = {
    ...input.settings,
    ...omitUndefined({ decimal, reference }),
    ...{ badRows, reasons, formulas: kept },
  };
  const isText = format === 'csv' || format === 'json lines';
  const plain = !compressed && isText && isUtf8Label(settings.encoding ?? 'utf-8');
  const known = input.size !== undefined && isPlainFile(modelFile);
  if (!plain || !known || input.size < RESUMABLE_BYTES || !canResume(targets, writings)) {
    await agree();
    return { settings, outputs: openOutputs(targets, writings) };
  }
  const outputs = targets.map(({ name }) => name);
  const key = makeJournalKey(file, modelFile, { ...settings, outputs, columns });
  if (!hasBegun(targets, key)) await agree();
  const tell = (sentence: string) => process.stderr.write(`scorelane: ${sentence}\n`);
  return { settings, outputs: openResumableOutputs(targets, key, input.size, tell) };
}
