import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import { createApi, type Listed } from '../api.ts';
import { moment, percent } from '../parts/format.ts';
import { saveFile } from '../parts/save-file.ts';
import { SidePanel } from '../parts/side-panel.tsx';
import { Table } from '../parts/table.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { useListing } from '../parts/use-listing.ts';
import { ResultView } from '../score/result-view.tsx';
import type { Settings } from '../settings.ts';
import { Filter, type Filters } from './filter.tsx';
import { KeyForm } from './key-form.tsx';

interface Props {
  readonly settings: Settings;
  /** Whether it is looked at. */
  readonly active: boolean;
}

/** What was predicted, for those who follow up; asks for a key that may see it. */
export function RecentView({ settings, active }: Props) {
  const { apiUrl } = settings;
  const [key, setKey] = useState(settings.key);
  const api = useMemo(() => createApi({ apiUrl, key }), [apiUrl, key]);
  const [filters, setFilters] = useState<Filters>({ order: 'newest' });
  const [open, setOpen] = useState<string>();
  /** Gets the focus back. */
  const opener = useRef<HTMLElement>();
  const read = useCallback(
    async (cursor?: string) => {
      const { predictions, next_cursor: next } = await api.list(toQuery(filters, cursor));
      return { rows: predictions, next };
    },
    [api, filters],
  );
  const { rows, next, state, trouble, tell, load } = useListing<Listed>(active, read, api);

  if (state === 'locked')
    return <KeyForm what="list predictions" refused={key !== undefined} onKey={setKey} />;
  const show = (id: string, button: HTMLElement) => {
    opener.current = button;
    setOpen(id);
  };
  const close = () => {
    setOpen(undefined);
    opener.current?.focus();
  };
  const download = () =>
    api
      .listCsv(toQuery(filters))
      .then((blob) => saveFile('predictions.csv', blob))
      .catch(tell);
  const chosen = rows.find(({ prediction_id }) => prediction_id === open);
  return (
    <>
      <Trouble text={trouble} />
      <Filter filters={filters} onChange={setFilters} onReload={() => load()} onDownload={download} />
      <div class={chosen === undefined ? '' : 'columns'}>
        <section class="card" aria-label="Predictions" aria-busy={state === 'loading'}>
          {rows.length === 0 && state !== 'failed' && (
            <p>{state === 'loading' ? 'Loading …' : 'There is none like this.'}</p>
          )}
          {rows.length > 0 && <Rows rows={rows} open={open} onOpen={show} />}
          {next !== null && (
            <p>
              <button type="button" disabled={state === 'loading'} onClick={() => load(next)}>
                Show more
              </button>
            </p>
          )}
        </section>
        {chosen !== undefined && (
          <SidePanel of={chosen.prediction_id} onClose={close}>
            <Opened listed={chosen} onClose={close} />
          </SidePanel>
        )}
      </div>
    </>
  );
}

function toQuery(filters: Filters, cursor?: string): URLSearchParams {
  const given = Object.entries({ ...filters, ...(cursor === undefined ? {} : { cursor }) });
  return new URLSearchParams(given.filter(([, value]) => value !== ''));
}

interface RowsProps {
  readonly rows: readonly Listed[];
  readonly open: string | undefined;
  readonly onOpen: (id: string, button: HTMLElement) => void;
}

function Rows({ rows, open, onOpen }: RowsProps) {
  return (
    <Table
      label="List of predictions"
      heads={[
        ...['Submitted', 'Status', 'Score', 'Grade', 'Probability', 'Strongest reason'],
        <th key="open" scope="col">
          <span class="only-read">Open</span>
        </th>,
      ]}
    >
      {rows.map(({ prediction_id, created_at, status, prediction }) => (
        <tr key={prediction_id} class={prediction_id === open ? 'winner' : ''}>
          <td>{moment(created_at)}</td>
          <td>{status}</td>
          <td>{prediction?.score}</td>
          <td class={`grade-${prediction?.grade}`}>{prediction?.grade}</td>
          <td>{prediction === null ? '' : percent(prediction.probability)}</td>
          <td>{prediction?.reasons[0]?.text}</td>
          <td>
            <button
              type="button"
              aria-label={`Open the prediction of ${moment(created_at)}`}
              aria-expanded={prediction_id === open}
              onClick={({ currentTarget }) => onOpen(prediction_id, currentTarget)}
            >
              Open
            </button>
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Opened({ listed, onClose }: { readonly listed: Listed; readonly onClose: () => void }) {
  const { lead, prediction, error, prediction_id, model } = listed;
  const facts = (
    <>
      <h3>The lead</h3>
      <dl class="facts">
        {Object.entries(lead).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value === null ? '–' : String(value)}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">
        {prediction_id}, {model.name}@{model.version}
      </p>
      <p>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </p>
    </>
  );
  if (prediction === null)
    return (
      <section class="card" aria-label="Prediction">
        <h2>No score</h2>
        <p>{error?.message ?? `It is ${listed.status}.`}</p>
        {facts}
      </section>
    );
  return (
    <ResultView title="Prediction" shown={prediction}>
      {facts}
    </ResultView>
  );
}
