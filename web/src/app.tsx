import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { View } from '../../lib/form/form-config.ts';
import { type Champion, createApi, describeError } from './api.ts';
import { BatchView } from './batch/batch-view.tsx';
import { ModelView } from './model/model-view.tsx';
import { Trouble } from './parts/trouble.tsx';
import { RecentView } from './recent/recent-view.tsx';
import { hrefOf, useRoute } from './route.ts';
import { ScoreView } from './score/score-view.tsx';
import type { Settings } from './settings.ts';
import { TrainingsView } from './trainings/trainings-view.tsx';
import { useKey } from './use-key.ts';

const NAMES: Readonly<Record<View, string>> = {
  score: 'Score a lead',
  batch: 'Score a file',
  model: 'The model',
  recent: 'Recent predictions',
  trainings: 'Trainings',
};

export function App({ settings }: { readonly settings: Settings }) {
  const { form, apiUrl } = settings;
  const api = useMemo(() => createApi(settings), [settings]);
  const allowed = useKey(api, settings);
  const shown = allowed.views;
  const route = useRoute(shown);
  const [champion, setChampion] = useState<Champion>();
  const [trouble, setTrouble] = useState<string>();
  // A view that was opened stays as it was left: nobody loses a file half scored by looking at the model.
  const [opened, setOpened] = useState<readonly View[]>([route.view]);
  if (!opened.includes(route.view)) setOpened([...opened, route.view]);
  useEffect(() => {
    api.loadChampion().then(setChampion, (error: unknown) => setTrouble(describeError(error, apiUrl)));
  }, [api, apiUrl]);

  // Another version may have become champion since the page was opened: it is the one that answers.
  const follow = useCallback(
    async (name: string, version: string) => setChampion(await api.loadVersion(name, version)),
    [api],
  );

  const draw = (view: View) => {
    if (!allowed.isKnown) return <p class="card">Loading …</p>;
    if (view === 'recent') return <RecentView settings={settings} active={route.view === view} />;
    if (view === 'trainings') return <TrainingsView settings={settings} active={route.view === view} />;
    if (champion === undefined) return trouble === undefined && <p class="card">Loading …</p>;
    const common = { api, champion, apiUrl };
    if (view === 'score')
      return <ScoreView {...common} form={form} values={route.values} onAnotherVersion={follow} />;
    return view === 'batch' ? <BatchView {...common} rate={allowed.rate} /> : <ModelView {...common} />;
  };
  return (
    <>
      <header>
        <h1>{form.title ?? 'Which leads to call'}</h1>
        {shown.length > 1 && (
          <nav aria-label="Views">
            {shown.map((view) => (
              <a key={view} href={hrefOf(view)} aria-current={view === route.view ? 'page' : undefined}>
                {NAMES[view]}
              </a>
            ))}
          </nav>
        )}
        {form.intro !== undefined && <p class="hint">{form.intro}</p>}
      </header>
      <Trouble text={trouble} />
      {opened.map((view) => (
        <div key={view} hidden={view !== route.view} class="view">
          {draw(view)}
        </div>
      ))}
      <footer>{champion === undefined ? ' ' : `Model ${champion.name}, ${champion.version}`}</footer>
    </>
  );
}
