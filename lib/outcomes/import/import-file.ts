import type { Bucket } from '../../bucket/ports.ts';
import type { EventByReference } from '../../contract/outcome.ts';
import { InputError } from '../../errors.ts';
import { openTable } from '../../files/open-table.ts';
import { toByteSource } from '../../files/text/byte-source.ts';
import { formatCount } from '../../format-figures.ts';
import { describeErrors } from '../../lead/describe-errors.ts';
import { MOST_AHEAD_MS } from '../outcome.ts';
import { type EventOf, type RecordDeps, recordEvents } from '../record-events.ts';
import type { CellError } from './cell-readers.ts';
import type { ImportReport } from './import-report.ts';
import { type OutcomeFile, reportKey } from './outcome-file.ts';
import { outcomeRows } from './outcome-rows.ts';
import { readMapping } from './read-mapping.ts';
import { eachRow, surveyTable } from './read-table.ts';
import type { Table } from './table-rows.ts';

export type ImportFileDeps = RecordDeps & { readonly files: Pick<Bucket, 'stat' | 'read' | 'write'> };

/** The file is held in memory, and the text that is made of it. */
const MOST_BYTES = 128 * 2 ** 20;
const MOST_TEXT_BYTES = 2 * MOST_BYTES;
/** Rows that are recorded together. */
const PART = 500;
/** Bad rows that a report names. */
const MOST_NAMED = 1000;

/**
 * Records the outcomes of a file in the bucket, as the mapping file beside it says, and writes a report of it. Rows that
 * cannot be read are set aside. Safe to repeat: what is known changes nothing.
 *
 * @param until no rows are begun after it
 * @returns the report
 * @throws {TransientError} a store failed; the same again does the rest
 */
export async function importFile(
  deps: ImportFileDeps,
  file: OutcomeFile,
  until: Date,
): Promise<ImportReport> {
  const report = await readFile(deps, file, until);
  const text = `${JSON.stringify(report, undefined, 2)}\n`;
  await deps.files.write(reportKey(file), new TextEncoder().encode(text), 'application/json');
  return report;
}

async function readFile(deps: ImportFileDeps, file: OutcomeFile, until: Date): Promise<ImportReport> {
  const { files, clock } = deps;
  const found = await files.stat(file.key);
  const empty: ImportReport = {
    ...{ file: file.key, etag: found?.etag.replaceAll('"', '') ?? null, read_at: clock.now().toISOString() },
    ...{ result: 'recorded', message: null, rows: null, sent: 0 },
    outcomes: { converted: 0, lost: 0, open: 0, contacted: 0 },
    ...{ recorded: 0, repeated: 0, never_scored: 0, left_out: 0, bad_rows: 0, set_aside: [], notes: [] },
  };
  try {
    if (found === undefined) throw new InputError('the file was not there any more when it was to be read.');
    const mapping = await readMapping(files, file.model);
    const table = await openFile(files, file, found);
    const open = outcomeRows({ ...mapping, fileName: table.fileName });
    const survey = surveyTable(table, undefined, open);
    const { read, notes } = survey.decision;
    const told = {
      ...{ ...empty, rows: survey.rows },
      notes: [...(table.data.notes ?? []), ...survey.notes, ...notes],
    };
    const work = new RowsWork(deps, until);
    let held: SeenRow[] = [];
    const steps = eachRow(table, survey, read, {
      onGood: ({ row, item }) => held.push({ line: row.line, item }),
      onLeftOut: ({ line }) => held.push({ line }),
      onBad: ({ line }, errors) => held.push({ line, errors }),
    });
    for (const _ of steps) {
      const rows = held;
      held = [];
      if (!(await work.add(rows))) break;
    }
    // The last rows come when the end of the table is known.
    await work.add(held);
    return { ...told, ...work.figures() };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...empty, result: 'refused', message: error.message };
  }
}

async function openFile(
  files: Pick<Bucket, 'read'>,
  { key, name }: OutcomeFile,
  { bytes, etag }: { readonly bytes: number; readonly etag: string },
): Promise<Table> {
  const fileName = name.slice(name.lastIndexOf('/') + 1);
  if (bytes > MOST_BYTES)
    throw new InputError(
      `${fileName}: expected a file of at most ${MOST_BYTES / 2 ** 20} MiB, found one of ${formatCount(Math.ceil(bytes / 2 ** 20))} MiB. ` +
        'Cut it, each part with the header, or use scorelane outcomes import.',
    );
  const source = toByteSource(await files.read(key, 0, bytes, etag));
  return { data: await openTable(source, fileName, { mostBytes: MOST_TEXT_BYTES }), fileName };
}

/** A row that was read: an outcome, or what is wrong with it; neither: it is left out. */
interface SeenRow {
  readonly line: number;
  readonly item?: EventByReference;
  readonly errors?: readonly CellError[];
}

/** Records rows in their order, and counts them. */
class RowsWork {
  readonly #deps: RecordDeps;
  readonly #until: Date;
  readonly #counts = { sent: 0, recorded: 0, repeated: 0, never_scored: 0, left_out: 0, bad_rows: 0 };
  readonly #outcomes = { converted: 0, lost: 0, open: 0, contacted: 0 };
  readonly #setAside: { readonly line: number; readonly reason: string }[] = [];
  #stoppedAt: number | undefined;

  constructor(deps: RecordDeps, until: Date) {
    this.#deps = deps;
    this.#until = until;
  }

  /** @returns false: the time is over, and nothing is done any more */
  async add(rows: readonly SeenRow[]): Promise<boolean> {
    for (let from = 0; from < rows.length && this.#stoppedAt === undefined; from += PART) {
      if (this.#deps.clock.now() >= this.#until) this.#stoppedAt = rows[from]!.line;
      else await this.#record(rows.slice(from, from + PART));
    }
    return this.#stoppedAt === undefined;
  }

  async #record(rows: readonly SeenRow[]): Promise<void> {
    const latest = this.#deps.clock.now().getTime() + MOST_AHEAD_MS;
    const events: EventOf[] = [];
    for (const { line, item, errors } of rows) {
      if (errors !== undefined) this.#reject(line, errors);
      else if (item === undefined) this.#counts.left_out += 1;
      else if (Date.parse(item.occurred_at) > latest)
        this.#reject(line, [{ field: 'at', message: 'expected a time that is not in the future' }]);
      else events.push(eventOf(item));
    }
    const { recorded, repeated, neverScored } = await recordEvents(this.#deps, events);
    this.#counts.sent += events.length;
    this.#counts.recorded += recorded;
    this.#counts.repeated += repeated;
    this.#counts.never_scored += neverScored;
    for (const { kind } of events) this.#outcomes[kind] += 1;
  }

  #reject(line: number, errors: readonly CellError[]): void {
    this.#counts.bad_rows += 1;
    if (this.#setAside.length >= MOST_NAMED) return;
    const reason = describeErrors(
      errors.map(({ field, message, reason = message }) => ({ field, message: reason })),
    );
    this.#setAside.push({ line, reason });
  }

  figures(): Partial<ImportReport> {
    const line = this.#stoppedAt;
    return {
      ...{ ...this.#counts, outcomes: this.#outcomes, set_aside: this.#setAside },
      ...(line === undefined
        ? {}
        : {
            result: 'stopped',
            message:
              `the time was over before line ${line}: what comes before it is recorded. Put the lines from there on, with the header, ` +
              'there as a file of their own, or use scorelane outcomes import.',
          }),
    };
  }
}

const eventOf = ({ reference, outcome, occurred_at: at, value }: EventByReference): EventOf => ({
  ...{ reference, kind: outcome, occurredAt: new Date(at) },
  ...(value === undefined ? {} : { value }),
});
