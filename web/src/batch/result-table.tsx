import { useMemo, useState } from 'preact/hooks';
import { GRADES } from '../../../lib/contract/words.ts';
import type { DecimalMark } from '../../../lib/lead/number-form.ts';
import type { VersionRef } from '../api.ts';
import { percent, whole } from '../parts/format.ts';
import { saveFile } from '../parts/save-file.ts';
import { Table } from '../parts/table.tsx';
import type { LeadsFile } from './read-leads-file.ts';
import { type Order, type ScoredRow, sortRows, writeResults } from './results.ts';

const PAGE = 50;
const ORDERS: readonly (readonly [Order, string])[] = [
  ['line', 'Line'],
  ['score', 'Score'],
  ['grade', 'Grade'],
  ['probability', 'Probability'],
];
/** Of the file, to recognise a lead by. */
const SHOWN_COLUMNS = 4;

/** A file that was scored. */
export interface Result {
  readonly file: LeadsFile;
  readonly scored: readonly ScoredRow[];
  /** Of its numbers. */
  readonly decimal: DecimalMark;
  /** The version that answered. */
  readonly model: VersionRef;
  /** How the leads are unlike those of training. */
  readonly warnings: readonly string[];
}

interface Props {
  readonly result: Result;
  /** Called when it was downloaded. */
  readonly onSaved: () => void;
}

/** What came of a file: whom to call first. */
export function ResultTable({ result: { file, scored, decimal, model, warnings }, onSaved }: Props) {
  const [[order, descending], setOrder] = useState<readonly [Order, boolean]>(['score', true]);
  const [pages, setPages] = useState(1);
  const sorted = useMemo(() => sortRows(scored, order, descending), [scored, order, descending]);
  const columns = file.columns.slice(0, SHOWN_COLUMNS);
  const download = () => {
    saveFile(
      `${file.name.replace(/\.\w+$/, '')}-scored.csv`,
      // A spreadsheet takes a file for UTF-8 by its byte order mark.
      new Blob(['\ufeff', writeResults(file, scored, decimal)], { type: 'text/csv' }),
    );
    onSaved();
  };
  return (
    <section class="card" aria-label="Results">
      <div class="split">
        <h2>{whole(scored.filter(({ result }) => result !== undefined).length)} leads scored</h2>
        <button type="button" class="primary" onClick={download}>
          Download with scores
        </button>
      </div>
      <p class="hint">
        {file.name}, scored by {model.name}@{model.version}
      </p>
      {warnings.length > 0 && (
        <ul class="warnings" aria-label="Warnings">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <Grades scored={scored} />
      <Table
        label="Scored rows"
        heads={[
          ...ORDERS.map(([name, title]) => (
            <th
              key={`by ${name}`}
              scope="col"
              aria-sort={order !== name ? 'none' : descending ? 'descending' : 'ascending'}
            >
              <button
                type="button"
                class="plain"
                onClick={() => setOrder([name, order === name ? !descending : name !== 'line'])}
              >
                {title}
                <span aria-hidden="true">{order !== name ? '' : descending ? ' ▾' : ' ▴'}</span>
              </button>
            </th>
          )),
          'Strongest reason',
          ...columns,
        ]}
      >
        {sorted.slice(0, pages * PAGE).map(({ row, result, error }) => (
          <tr key={row}>
            <td>{file.rows[row]!.line}</td>
            {result === undefined ? (
              <td class="error" colSpan={4}>
                {error}
              </td>
            ) : (
              <>
                <td>{result.score}</td>
                <td class={`grade-${result.grade}`}>{result.grade}</td>
                <td>{percent(result.probability)}</td>
                <td>{result.reasons[0]?.text ?? 'like the average lead'}</td>
              </>
            )}
            {columns.map((name, c) => (
              <td key={name}>{file.rows[row]!.cells[c]}</td>
            ))}
          </tr>
        ))}
      </Table>
      {sorted.length > pages * PAGE && (
        <p>
          <button type="button" onClick={() => setPages(pages + 1)}>
            Show more of {whole(sorted.length)}
          </button>
        </p>
      )}
    </section>
  );
}

/** How many leads have which grade. */
function Grades({ scored }: { readonly scored: readonly ScoredRow[] }) {
  const counts = GRADES.map(
    (grade) => [grade, scored.filter(({ result }) => result?.grade === grade).length] as const,
  );
  const most = Math.max(1, ...counts.map(([, n]) => n));
  return (
    <ul class="bars grades" aria-label="Leads by grade">
      {counts.map(([grade, n]) => (
        <li key={grade}>
          <span class={`grade-${grade}`}>{grade}</span>
          <span class="length" aria-hidden="true">
            <span class="fill" style={{ width: `${(100 * n) / most}%` }} />
          </span>
          <span>{whole(n)}</span>
        </li>
      ))}
    </ul>
  );
}
