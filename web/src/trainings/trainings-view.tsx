import { useCallback, useMemo, useState } from 'preact/hooks';
import type { Training } from '../../../lib/client/index.ts';
import { createApi } from '../api.ts';
import { Trouble } from '../parts/trouble.tsx';
import { useListing } from '../parts/use-listing.ts';
import { KeyForm } from '../recent/key-form.tsx';
import type { Settings } from '../settings.ts';
import { Comparison } from './comparison.tsx';
import { TrainingTable } from './training-table.tsx';
import { useRefresh } from './use-refresh.ts';

interface Props {
  readonly settings: Settings;
  /** Whether it is looked at. */
  readonly active: boolean;
}

/** What was trained and what was decided, and trainings side by side; asks for a key that may see it. */
export function TrainingsView({ settings, active }: Props) {
  const { apiUrl } = settings;
  const [key, setKey] = useState(settings.key);
  const api = useMemo(() => createApi({ apiUrl, key }), [apiUrl, key]);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const read = useCallback(
    async (cursor?: string) => {
      const page = await api.client.listTrainings(cursor === undefined ? {} : { cursor });
      return { rows: page.trainings, next: page.next_cursor };
    },
    [api],
  );
  const { rows: runs, next, state, trouble, tell, update, load } = useListing<Training>(active, read, api);
  useRefresh(
    active && state === 'listed',
    runs,
    api.client,
    (run) => update((row) => (row.training_id === run.training_id ? run : row)),
    tell,
  );

  if (state === 'locked') return <KeyForm what="see trainings" refused={key !== undefined} onKey={setKey} />;
  const compared = runs.filter(({ training_id }) => chosen.includes(training_id));
  const choose = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <>
      <Trouble text={trouble} />
      <section class="card" aria-label="Trainings" aria-busy={state === 'loading'}>
        {runs.length === 0 && state !== 'failed' && (
          <p>
            {state === 'loading'
              ? 'Loading …'
              : 'Nothing was trained here yet: POST /train, scorelane train --remote, or a file under datasets/.'}
          </p>
        )}
        {runs.length > 0 && <TrainingTable runs={runs} chosen={chosen} onChoose={choose} />}
        <p class="actions">
          <button type="button" disabled={state === 'loading'} onClick={() => load()}>
            Reload
          </button>
          {next !== null && (
            <button type="button" disabled={state === 'loading'} onClick={() => load(next)}>
              Show more
            </button>
          )}
          {runs.length > 1 && compared.length < 2 && (
            <span class="hint">choose two or more to compare them</span>
          )}
        </p>
      </section>
      {compared.length > 1 && <Comparison runs={compared} />}
    </>
  );
}
