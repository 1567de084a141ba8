import type { ListedPrediction } from '../../../lib/client/index.ts';
import { moment, percent } from '../parts/format.ts';
import { Table } from '../parts/table.tsx';

interface Props {
  /** Newest first. */
  readonly history: readonly ListedPrediction[];
  /** There are earlier ones that are not shown. */
  readonly more: boolean;
  /** Ids of the predictions that the change lies between. */
  readonly latest: string | undefined;
  readonly from: string | undefined;
  readonly onCompare: (id: string) => void;
}

/** What a lead was predicted, and with which of it the latest is compared. */
export function LeadHistory({ history, more, latest, from, onCompare }: Props) {
  return (
    <section class="card" aria-label="History">
      <h2>History</h2>
      <Table
        label="Predictions of this lead"
        heads={[
          ...['Submitted', 'Version', 'Score', 'Grade', 'Probability'],
          <th key="compare" scope="col">
            <span class="only-read">Compare</span>
          </th>,
        ]}
      >
        {history.map(({ prediction_id: id, created_at, model_version, status, prediction }) => (
          <tr key={id} class={id === from || id === latest ? 'winner' : ''}>
            <td>{moment(created_at)}</td>
            <td>{model_version}</td>
            <td>{prediction === null ? status : prediction.score}</td>
            <td class={`grade-${prediction?.grade}`}>{prediction?.grade}</td>
            <td>{prediction === null ? '' : percent(prediction.probability)}</td>
            <td>
              {prediction !== null && id !== latest && (
                <button
                  type="button"
                  aria-label={`Why it changed since ${moment(created_at)}`}
                  aria-pressed={id === from}
                  onClick={() => onCompare(id)}
                >
                  Why it changed
                </button>
              )}
            </td>
          </tr>
        ))}
      </Table>
      {more && <p class="hint">The latest {history.length}. Earlier ones: scorelane leads history.</p>}
    </section>
  );
}
