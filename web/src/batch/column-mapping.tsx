import { bothReadings, type DecimalDecision, type DecimalMark } from '../../../lib/lead/decide-decimal.ts';
import type { LeadSchema } from '../../../lib/lead/schema.ts';
import { labelOf } from '../../../lib/model/sentences.ts';
import { whole } from '../parts/format.ts';
import { Table } from '../parts/table.tsx';
import type { Mapping } from './check-rows.ts';
import type { LeadsFile } from './read-leads-file.ts';

interface Props {
  readonly schema: LeadSchema;
  readonly file: LeadsFile;
  readonly mapping: Mapping;
  readonly mark: DecimalDecision;
  /** As a person has chosen it. */
  readonly chosen: DecimalMark | undefined;
  readonly onChoose: (mark: DecimalMark | undefined) => void;
  readonly disabled: boolean;
  readonly onChange: (field: string, column: number) => void;
}

const PREVIEWED = 5;
const NAMES = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' } as const;

/** Which column each field is read from, with the first rows as they would be read. */
export function ColumnMapping(props: Props) {
  const { schema, file, mapping, disabled, onChange } = props;
  const unused = file.columns.filter((_, c) => !Object.values(mapping).includes(c));
  return (
    <section class="card" aria-label="Columns">
      <h2>{file.name}</h2>
      <p class="hint">
        {whole(file.rows.length)} rows, {file.columns.length} columns, separated by {NAMES[file.separator]}.
        {unused.length > 0 && ` Not used: ${unused.join(', ')}.`}
      </p>
      {file.notes.map((note) => (
        <p key={note} class="hint">
          {note}
        </p>
      ))}
      <DecimalChoice {...props} />
      <Table
        label="Columns and first rows"
        heads={['Field of the model', 'Column of the file', 'First rows']}
      >
        {schema.fields.map((field) => {
          const column = mapping[field.name] ?? -1;
          const shown = file.rows.slice(0, PREVIEWED).map(({ cells }) => cells[column] || '–');
          return (
            <tr key={field.name}>
              <th scope="row">
                {labelOf(field)}
                {field.required && <span class="required"> (required)</span>}
              </th>
              <td>
                <select
                  aria-label={`Column for ${labelOf(field)}`}
                  value={String(column)}
                  disabled={disabled}
                  aria-invalid={field.required && column === -1}
                  onInput={({ currentTarget }) => onChange(field.name, Number(currentTarget.value))}
                >
                  <option value="-1">none</option>
                  {file.columns.map((name, c) => (
                    <option key={c} value={String(c)}>
                      {name}
                    </option>
                  ))}
                </select>
              </td>
              <td class="preview">{column === -1 ? '' : shown.join(' · ')}</td>
            </tr>
          );
        })}
      </Table>
    </section>
  );
}

const MARKS = { '.': 'point', ',': 'comma' } as const;

/** How the numbers of the file are read, which is decided once for all of them, and may be chosen. */
function DecimalChoice({ mark: { decimal, example }, chosen, disabled, onChoose }: Props) {
  const used = chosen ?? decimal;
  if (example === undefined && chosen === undefined) return null;
  const readings = bothReadings(example ?? '');
  return (
    <div class="field decimal">
      <label for="decimal-mark">
        {used === undefined
          ? 'The numbers can be read in two ways'
          : `Numbers are read with a decimal ${MARKS[used]}`}
      </label>
      <select
        id="decimal-mark"
        value={chosen ?? ''}
        disabled={disabled}
        aria-invalid={used === undefined}
        aria-describedby="decimal-mark-why"
        onInput={({ currentTarget: { value } }) =>
          onChoose(value === '' ? undefined : (value as DecimalMark))
        }
      >
        <option value="">
          {decimal === undefined ? 'not known' : `as the file shows: ${MARKS[decimal]}`}
        </option>
        <option value=".">decimal point: 1.5</option>
        <option value=",">decimal comma: 1,5</option>
      </select>
      <small id="decimal-mark-why" class={used === undefined ? 'error' : ''}>
        {used === undefined && readings !== undefined
          ? `“${example}” may be ${readings[0]} or ${readings[1]}, and nothing in the file says which. Choose the decimal mark, or write numbers without thousands signs.`
          : used === undefined
            ? 'Some have a point, as many a comma. Choose the decimal mark; the others are refused.'
            : `The file has numbers such as “${example}”. Thousands signs are not read.`}
      </small>
    </div>
  );
}
