import type { LeadSchema } from '../../../lib/lead/schema.ts';
import { labelOf } from '../../../lib/model/sentences.ts';
import { whole } from '../parts/format.ts';
import { ScrollArea } from '../parts/scroll-area.tsx';
import type { Mapping } from './check-rows.ts';
import type { LeadsFile } from './read-leads-file.ts';

interface Props {
  readonly schema: LeadSchema;
  readonly file: LeadsFile;
  readonly mapping: Mapping;
  readonly disabled: boolean;
  readonly onChange: (field: string, column: number) => void;
}

const PREVIEWED = 5;
const NAMES = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' } as const;

/** Which column each field is read from, with the first rows as they would be read. */
export function ColumnMapping({ schema, file, mapping, disabled, onChange }: Props) {
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
      <ScrollArea label="Columns and first rows">
        <table>
          <thead>
            <tr>
              <th scope="col">Field of the model</th>
              <th scope="col">Column of the file</th>
              <th scope="col">First rows</th>
            </tr>
          </thead>
          <tbody>
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
          </tbody>
        </table>
      </ScrollArea>
    </section>
  );
}
