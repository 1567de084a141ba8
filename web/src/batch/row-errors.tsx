import { describeErrors } from '../../../lib/lead/describe-errors.ts';
import { whole } from '../parts/format.ts';
import type { CheckedRow } from './check-rows.ts';
import type { LeadsFile } from './read-leads-file.ts';

const SHOWN = 20;

/** The rows that cannot be scored, and why. */
export function RowErrors({
  file,
  checked,
}: {
  readonly file: LeadsFile;
  readonly checked: readonly CheckedRow[];
}) {
  const wrong = checked.flatMap((row) => ('errors' in row ? [row] : []));
  if (wrong.length === 0) return null;
  return (
    <>
      <p>
        {whole(wrong.length)} {wrong.length === 1 ? 'row' : 'rows'} will be left out; the download tells why.
      </p>
      <ul class="row-errors">
        {wrong.slice(0, SHOWN).map((row) => (
          <li key={row.row} class="error">
            Line {file.rows[row.row]!.line}: {describeErrors(row.errors)}
          </li>
        ))}
        {wrong.length > SHOWN && <li>and {whole(wrong.length - SHOWN)} more</li>}
      </ul>
    </>
  );
}
