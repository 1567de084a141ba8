import { count } from '../../lib/count.ts';
import { InputError } from '../../lib/errors.ts';
import type { Encoding } from '../../lib/files/text/encoding.ts';
import { formatCount } from '../../lib/format-figures.ts';
import { describeErrors } from '../../lib/lead/describe-errors.ts';
import type { FieldError } from '../../lib/lead/schema.ts';
import { eachRow, type RowItem, type Survey, surveyTable } from '../../lib/outcomes/import/read-table.ts';
import type { OpenRows, RowDecision } from '../../lib/outcomes/import/row-kind.ts';
import type { Table, TableRow } from '../../lib/outcomes/import/table-rows.ts';
import type { Progress } from '../terminal/progress.ts';
import { PartSender } from './part-sender.ts';

/** What is done with the rows of a table. */
export interface RowImport<T> {
  readonly encoding?: Encoding;
  readonly open: OpenRows<T>;
  /** What is sent, in the plural: `outcomes`. */
  readonly what: string;
  /** Sends up to 1,000, all or none. */
  readonly send: (items: readonly T[]) => Promise<void>;
  /** Undefined: a row that cannot be sent ends the work before anything is sent. */
  readonly reject?: {
    readonly onHeader: (header: readonly string[]) => void;
    readonly onRow: (row: TableRow, errors: readonly FieldError[]) => void;
  };
  readonly progress: Progress;
}

/** What a table holds, before anything is sent. */
export interface CheckedRows<T> {
  /** Below the header. */
  readonly rows: number;
  readonly good: number;
  /** Rows that the user leaves out. */
  readonly leftOut: number;
  readonly bad: number;
  /** The first few that would be sent. */
  readonly first: readonly T[];
  readonly notes: readonly string[];
  /** Sends them. @returns how many rows were set aside, those that the API refused included */
  readonly sendAll: (onSent: (items: readonly T[]) => void) => Promise<{ readonly setAside: number }>;
}

const MOST_NAMED = 5;
/** Rows that a dry run shows. */
const FIRST = 3;

/**
 * Reads a table twice: its columns are decided by all of its rows, and then every row is read. Rows are never in memory as a whole.
 *
 * @throws {InputError} the columns are not what they should be, or, unless they are set aside, rows cannot be sent
 */
export async function checkRows<T>(table: Table, work: RowImport<T>): Promise<CheckedRows<T>> {
  const { fileName } = table;
  const { data } = table;
  const { progress } = work;
  progress.show({ what: `Reading ${fileName}`, isLong: (data.size ?? 0) > LONG_BYTES });
  const seen = surveyTable(table, work.encoding, work.open);
  const { read, notes } = seen.decision;
  let [good, leftOut, bad] = [0, 0, 0];
  const first: T[] = [];
  const named: string[] = [];
  const steps = eachRow(table, seen, read, {
    onGood({ item }) {
      good += 1;
      if (first.length < FIRST) first.push(item);
    },
    onLeftOut: () => (leftOut += 1),
    onBad({ line }, errors) {
      bad += 1;
      if (named.length < MOST_NAMED) named.push(`line ${line}: ${describeErrors(errors)}`);
    },
    onBytes: (done) => progress.show({ what: `Checking ${fileName}`, done, total: data.size, unit: 'bytes' }),
  });
  for (const _ of steps) await turn();
  if (bad > 0 && work.reject === undefined) throw refuse(fileName, work.what, bad, seen.rows, named);
  return {
    ...{ rows: seen.rows, good, leftOut, bad, first },
    notes: [...(data.notes ?? []), ...seen.notes, ...notes],
    sendAll: (onSent) => sendRows(table, work, { ...seen, read, good }, onSent),
  };
}

/** Ctrl-C and the progress get their turn. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

const refuse = (fileName: string, what: string, bad: number, rows: number, named: readonly string[]) =>
  new InputError(
    `${fileName}: ${formatCount(bad)} of ${count(rows, 'row')} cannot be sent. No ${what} were sent. ` +
      `Fix them, or set them aside with --rejected <file.csv>.\n  ${named.join('\n  ')}`,
  );

const LONG_BYTES = 4_000_000;

async function sendRows<T>(
  table: Table,
  { what, send, reject, progress }: RowImport<T>,
  seen: Pick<Survey<T>, 'encoding' | 'header' | 'rows' | 'decision'> & {
    readonly read: RowDecision<T>['read'];
    readonly good: number;
  },
  onSent: (items: readonly T[]) => void,
): Promise<{ readonly setAside: number }> {
  let [sent, setAside] = [0, 0];
  const show = () =>
    progress.show({ what: `Sending ${table.fileName}`, done: sent, total: seen.good, unit: what });
  const onBad = (row: TableRow, errors: readonly FieldError[]) => {
    setAside += 1;
    reject?.onRow(row, errors);
  };
  const sender = new PartSender<T>({
    send,
    onSent(items) {
      sent += items.length;
      onSent(items);
      show();
    },
    onRefused(row, errors) {
      if (reject === undefined) {
        throw new InputError(
          `${table.fileName}: the API refuses line ${row.line}: ${describeErrors(errors)}. ${formatCount(sent)} of ${formatCount(seen.good)} ` +
            `${what} were sent before; sent again, they change nothing. Fix the line, or set such rows aside with --rejected <file.csv>.`,
        );
      }
      onBad(row, errors);
    },
  });
  show();
  reject?.onHeader(seen.header);
  let held: RowItem<T>[] = [];
  for (const _ of eachRow(table, seen, seen.read, { onGood: (item) => held.push(item), onBad })) {
    const part = held;
    held = [];
    await sender.add(part);
  }
  // The last rows come when the end of the table is known.
  await sender.add(held);
  await sender.end();
  return { setAside };
}
