import type { Training } from '../../../lib/client/index.ts';
import { listWarnings } from '../../../lib/client/list-warnings.ts';
import { moment, whole } from '../parts/format.ts';
import { Table } from '../parts/table.tsx';
import { isOpen } from './use-refresh.ts';

interface Props {
  /** Newest first. */
  readonly runs: readonly Training[];
  /** Ids. */
  readonly chosen: readonly string[];
  readonly onChoose: (id: string) => void;
}

/** A row a training: what became of it and why first, which is what a phone has room for; then its data. */
export const TrainingTable = ({ runs, chosen, onChoose }: Props) => (
  <Table
    label="Trainings, newest first"
    heads={['Compare', 'Begun', 'Outcome', 'Version', 'Winner', 'Why', 'Leads', 'Data']}
  >
    {runs.map((run) => {
      const { training_id: id, created_at, trigger, dataset, winner, new_model_version, decision } = run;
      return (
        <tr key={id} class={decision?.outcome === 'promoted' ? 'winner' : ''}>
          <td>
            <input
              type="checkbox"
              aria-label={`Compare the training of ${moment(created_at)}`}
              checked={chosen.includes(id)}
              onChange={() => onChoose(id)}
            />
          </td>
          <th scope="row" class="moment">
            {moment(created_at)} <span class="badge">{trigger}</span>
          </th>
          <td>{decision?.outcome ?? run.status}</td>
          <td>{new_model_version ?? '–'}</td>
          <td>{winner ?? '–'}</td>
          <td class="sentence">
            {decision?.reason ?? run.error?.message ?? stepOf(run)}
            <Warnings texts={listWarnings(run)} />
          </td>
          <td>{dataset.rows === null ? '–' : whole(dataset.rows)}</td>
          <td class="key">{dataset.key}</td>
        </tr>
      );
    })}
  </Table>
);

/** What stands in the record, folded, for it may be long. */
const Warnings = ({ texts }: { readonly texts: readonly string[] }) =>
  texts.length === 0 ? null : (
    <details>
      <summary>
        {texts.length} {texts.length === 1 ? 'warning' : 'warnings'}
      </summary>
      <ul>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </details>
  );

/** What it is at, as long as it is at anything. */
const stepOf = (run: Training): string =>
  isOpen(run)
    ? run.steps
        .filter(({ state }) => state === 'running')
        .map(({ name }) => name)
        .join(', ')
    : '';
