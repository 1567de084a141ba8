import type { ScoredLead } from '../../lib/client/index.ts';
import { findNamedColumn } from '../../lib/files/scoring/match-columns.ts';
import { describeNumberForm, isPlainForm } from '../../lib/lead/number-form.ts';
import {
  errorsOf,
  isError,
  isMissing,
  readInstant,
  readNumber,
  readReference,
} from '../../lib/outcomes/import/cell-readers.ts';
import { DateColumn, NumberColumn, type ToldDateForm } from '../../lib/outcomes/import/column-evidence.ts';
import type { OpenRows, ReadRow } from '../../lib/outcomes/import/row-kind.ts';
import type { CsvOptions } from '../options.ts';

/** How a table says which leads were scored, and how: names of columns, forms. */
export interface ScoredTable extends Pick<CsvOptions, 'decimal'> {
  readonly fileName: string;
  readonly reference: string;
  readonly scoredAt: string;
  readonly probability: string;
  /** Of the model; undefined: another system scored them. */
  readonly version?: string;
  readonly dateForm?: ToldDateForm;
}

/** Rows of leads that were scored elsewhere. */
export const scoredRows =
  (table: ScoredTable): OpenRows<ScoredLead> =>
  (columns) => {
    const find = (name: string, what: string) => findNamedColumn(columns, name, what, table.fileName);
    const reference = find(table.reference, 'references');
    const scoredAt = find(table.scoredAt, 'dates');
    const probability = find(table.probability, 'probabilities');
    const dates = new DateColumn(table.scoredAt);
    const numbers = new NumberColumn(table.probability, table);
    return {
      look(cells) {
        if (!isMissing(cells[scoredAt]!)) dates.add(cells[scoredAt]!);
        if (!isMissing(cells[probability]!)) numbers.add(cells[probability]!);
      },
      decide() {
        const dateForm = dates.decide('--scored-at', table.dateForm);
        const numberForm = numbers.decide('--probability');
        const read = (cells: readonly string[]): ReadRow<ScoredLead> => {
          const lead = readReference(table.reference, cells[reference]!);
          const time = readInstant(table.scoredAt, cells[scoredAt]!, dateForm, 'begin');
          const share = readNumber(
            table.probability,
            cells[probability]!,
            numberForm,
            (x) => x >= 0 && x <= 1,
            'from 0 to 1',
          );
          if (isError(lead) || isError(time) || isError(share))
            return { errors: errorsOf([lead, time, share]) };
          const item = { reference: lead.value, scored_at: time.value, probability: share.value };
          return { item: table.version === undefined ? item : { ...item, version: table.version } };
        };
        const notes = [
          ...(dateForm === undefined ? [] : [`dates in “${table.scoredAt}” are read as ${dateForm}`]),
          ...(isPlainForm(numberForm)
            ? []
            : [`numbers in “${table.probability}” are read as ${describeNumberForm(numberForm)}`]),
        ];
        return { read, notes };
      },
    };
  };
