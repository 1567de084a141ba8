import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ApiError, type Training } from '../../../lib/client/index.ts';
import { createApi, describeError } from '../api.ts';
import { Trouble } from '../parts/trouble.tsx';
import { KeyForm } from '../recent/key-form.tsx';
import { keepKey, type Settings } from '../settings.ts';
import { Comparison } from './comparison.tsx';
import { TrainingTable } from './training-table.tsx';

interface Props {
  readonly settings: Settings;
  /** Whether it is looked at. */
  readonly active: boolean;
}

/** What was trained and what was decided, and trainings side by side; asks for a key that may see it. */
export function TrainingsView({ settings, active }: Props) {
  const { apiUrl } = settings;
  const [key, setKey] = useState(settings.key);
  const { client } = useMemo(() => createApi({ apiUrl, key }), [apiUrl, key]);
  const [runs, setRuns] = useState<readonly Training[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [state, setState] = useState<'loading' | 'listed' | 'locked' | 'failed'>('loading');
  const [trouble, setTrouble] = useState<string>();
  /** What is shown belongs to the last request only. */
  const asked = useRef(0);

  const load = async (after?: string) => {
    const mine = ++asked.current;
    setState('loading');
    setTrouble(undefined);
    try {
      const page = await client.listTrainings(after === undefined ? {} : { after });
      if (mine !== asked.current) return;
      setRuns((before) => (after === undefined ? page.trainings : [...before, ...page.trainings]));
      setNext(page.next);
      setState('listed');
    } catch (error) {
      if (mine !== asked.current) return;
      const locked = error instanceof ApiError && (error.status === 401 || error.status === 403);
      setState(locked ? 'locked' : 'failed');
      if (!locked) setTrouble(describeError(error, apiUrl));
    }
  };
  // Whoever comes back to it wants to see what is new.
  useEffect(() => {
    if (active) load();
  }, [active, client]);

  if (state === 'locked')
    return (
      <KeyForm
        what="see trainings"
        refused={key !== undefined}
        onKey={(given) => {
          keepKey(given);
          setKey(given);
        }}
      />
    );
  const compared = runs.filter(({ training_id }) => chosen.includes(training_id));
  const choose = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <>
      <Trouble text={trouble} />
      <section class="card" aria-label="Trainings" aria-busy={state === 'loading'}>
        {runs.length === 0 && (
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
