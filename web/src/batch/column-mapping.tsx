import { type DecimalMark, describeNumberForm } from '../../../lib/lead/number-form.ts';
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
  /** The decimal mark that more rows can be read with. */
  readonly better: { readonly decimal: DecimalMark; readonly more: number } | undefined;
  /** As a person has chosen it; undefined: numbers are read as the model's training table has them. */
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

/** How the numbers of the file are read: as the model's training table has them, unless a person chooses a mark. */
function DecimalChoice({ schema, mapping, better, chosen, disabled, onChoose }: Props) {
  const numbers = schema.fields.flatMap((field) =>
    field.type === 'number' && mapping[field.name] !== -1 ? [field] : [],
  );
  if (numbers.length === 0) return null;
  const forms = new Set(numbers.map(({ form }) => describeNumberForm(form ?? { decimal: '.' })));
  return (
    <div class="field decimal">
      <label for="decimal-mark">Numbers are read</label>
      <select
        id="decimal-mark"
        value={chosen ?? ''}
        disabled={disabled}
        aria-invalid={better !== undefined}
        aria-describedby="decimal-mark-why"
        onInput={({ currentTarget: { value } }) =>
          onChoose(value === '' ? undefined : (value as DecimalMark))
        }
      >
        <option value="">as the model learned them: {[...forms].join(', ')}</option>
        <option value=".">with a decimal point: 1.5</option>
        <option value=",">with a decimal comma: 1,5</option>
      </select>
      {better !== undefined && (
        <small id="decimal-mark-why" class="error">
          With a decimal {MARKS[better.decimal]} {whole(better.more)} more{' '}
          {better.more === 1 ? 'row' : 'rows'} can be read.
        </small>
      )}
    </div>
  );
}
