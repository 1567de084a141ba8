import type { EventByReference } from '../../contract/outcome.ts';
import { MOST_VALUE } from '../../contract/words.ts';
import { findNamedColumn } from '../../files/scoring/match-columns.ts';
import { describeNumberForm, isPlainForm, PLAIN_FORM } from '../../lead/number-form.ts';
import type { OutcomeEventKind } from '../outcome.ts';
import { errorsOf, isError, isMissing, readInstant, readNumber, readReference } from './cell-readers.ts';
import { DateColumn, NumberColumn, type TableForm } from './column-evidence.ts';
import { kindOf, type Others, type OutcomeWords, WordCounts } from './outcome-words.ts';
import type { OpenRows, ReadRow } from './row-kind.ts';
import { asOption, type NameSetting } from './setting-name.ts';

/** How a table says what became of leads: names of columns, words, forms. */
export interface OutcomeTable extends TableForm {
  readonly fileName: string;
  readonly reference: string;
  readonly outcome: string;
  readonly at: string;
  readonly value?: string;
  readonly words: OutcomeWords;
  /** Of `words`. */
  readonly kinds: ReadonlyMap<string, OutcomeEventKind>;
  readonly others?: Others;
  /** How messages name what is said here; as options of the command without it. */
  readonly say?: NameSetting;
}

/** Rows of a CRM as events. */
export const outcomeRows =
  (table: OutcomeTable): OpenRows<EventByReference> =>
  (columns) => {
    const { fileName, kinds, others, words, say = asOption } = table;
    const find = (name: string, what: string) => findNamedColumn(columns, name, what, fileName);
    const reference = find(table.reference, 'references');
    const outcome = find(table.outcome, 'outcomes');
    const at = find(table.at, 'dates');
    const value = table.value === undefined ? undefined : find(table.value, 'values');
    const counts = new WordCounts(table.outcome, fileName, say);
    const dates = new DateColumn(table.at, say);
    const numbers = table.value === undefined ? undefined : new NumberColumn(table.value, table, say);
    return {
      look(cells) {
        counts.add(cells[outcome]!);
        if (!isMissing(cells[at]!)) dates.add(cells[at]!);
        if (value !== undefined && !isMissing(cells[value]!)) numbers!.add(cells[value]!);
      },
      decide() {
        counts.refuseNone(kinds);
        if (others === undefined) counts.refuseOthers(kinds);
        const dateForm = dates.decide(say('at'), table.dateForm);
        const numberForm = numbers?.decide(say('value')) ?? PLAIN_FORM;
        const read = (cells: readonly string[]): ReadRow<EventByReference> => {
          const kind = kindOf(cells[outcome]!, kinds, others);
          if (kind === undefined) return undefined;
          const lead = readReference(table.reference, cells[reference]!);
          const time = readInstant(table.at, cells[at]!, dateForm, 'end');
          // A CRM keeps the amount of a lost deal, too: it is no value.
          const isWorth = value !== undefined && kind === 'converted' && !isMissing(cells[value]!);
          const worth = isWorth
            ? readNumber(
                table.value!,
                cells[value]!,
                numberForm,
                (x) => x >= 0 && x <= MOST_VALUE,
                '0 or more',
              )
            : undefined;
          if (isError(lead) || isError(time) || (worth !== undefined && isError(worth)))
            return { errors: errorsOf([lead, time, ...(worth === undefined ? [] : [worth])]) };
          const item = { reference: lead.value, outcome: kind, occurred_at: time.value };
          return { item: worth === undefined ? item : { ...item, value: worth.value } };
        };
        const notes = [
          ...counts.tellUnseen(words),
          ...(others === undefined ? [] : counts.tellOthers(kinds, others)),
          ...(dateForm === undefined ? [] : [`dates in “${table.at}” are read as ${dateForm}`]),
          ...(isPlainForm(numberForm)
            ? []
            : [`numbers in “${table.value}” are read as ${describeNumberForm(numberForm)}`]),
        ];
        return { read, notes };
      },
    };
  };
