import { type ComparedRows, compareTrainings } from '../../../lib/client/compare-trainings.ts';
import type { Training } from '../../../lib/client/index.ts';
import { moment } from '../parts/format.ts';
import { Table } from '../parts/table.tsx';

/** Trainings side by side: data, options that differ, every candidate's figures. */
export function Comparison({ runs }: { readonly runs: readonly Training[] }) {
  const { facts, options, candidates } = compareTrainings(runs);
  const parts: readonly (readonly [string, ComparedRows])[] = [
    ['Data and outcome', facts],
    [options.length === 0 ? 'The options are the same' : 'Options that differ', options],
    // Of trainings that ended before any was fitted there are none.
    ...(candidates.length === 0 ? [] : ([['Candidates', candidates]] as const)),
  ];
  const heads = [
    <td key="" />,
    ...runs.map(({ training_id, created_at }) => (
      <th key={training_id} scope="col" class="moment">
        {moment(created_at)}
      </th>
    )),
  ];
  return (
    <section class="card" aria-label="Comparison">
      <h2>Side by side</h2>
      {parts.map(([title, rows]) => (
        <div key={title}>
          <h3>{title}</h3>
          {rows.length > 0 && (
            <Table label={title} heads={heads}>
              {rows.map(([name, ...cells]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {cells.map((cell, i) => (
                    <td key={runs[i]!.training_id}>{cell}</td>
                  ))}
                </tr>
              ))}
            </Table>
          )}
        </div>
      ))}
    </section>
  );
}
