import { useEffect, useMemo, useState } from 'preact/hooks';
import type { View } from '../../lib/form/form-config.ts';
import { createApi } from './api.ts';
import { lazyView } from './parts/lazy-view.tsx';
import { Trouble } from './parts/trouble.tsx';
import { RecentView } from './recent/recent-view.tsx';
import { hrefOf, ShownViews, useRoute } from './route.ts';
import { ScoreView } from './score/score-view.tsx';
import type { Settings } from './settings.ts';
import { TrainingsView } from './trainings/trainings-view.tsx';
import { useChampion } from './use-champion.ts';
import { useKey } from './use-key.ts';

const NAMES: Readonly<Record<View, string>> = {
  score: 'Score a lead',
  batch: 'Score a file',
  model: 'The model',
  recent: 'Recent predictions',
  lead: 'One lead',
  trainings: 'Trainings',
};

const BatchView = lazyView(async () => (await import('./batch/batch-view.tsx')).BatchView);
const LeadView = lazyView(async () => (await import('./lead/lead-view.tsx')).LeadView);
const ModelView = lazyView(async () => (await import('./model/model-view.tsx')).ModelView);

export function App({ settings }: { readonly settings: Settings }) {
  const { form } = settings;
  const api = useMemo(() => createApi(settings), [settings]);
  const allowed = useKey(api, settings);
  const shown = allowed.views;
  const route = useRoute(shown);
  const { champion, trouble, newer, load, check } = useChampion(api);
  // A view that was opened stays as it was left: nobody loses a file half scored by looking at the model.
  const [opened, setOpened] = useState<readonly View[]>([route.view]);
  if (!opened.includes(route.view)) setOpened([...opened, route.view]);
  // Who comes back, to a view or to the tab, may find another champion.
  useEffect(() => {
    const look = () => document.hidden || check();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [check]);
  useEffect(check, [route.view]);

  const draw = (view: View) => {
    if (!allowed.isKnown) return <p class="card">Loading …</p>;
    if (view === 'recent') return <RecentView settings={settings} active={route.view === view} />;
    if (view === 'lead') {
      const isActive = route.view === view;
      const reference = isActive ? route.values.reference : undefined;
      return <LeadView settings={settings} active={isActive} reference={reference} />;
    }
    if (view === 'trainings') return <TrainingsView settings={settings} active={route.view === view} />;
    if (champion === undefined) return trouble === undefined && <p class="card">Loading …</p>;
    const common = { api, champion, onOtherVersion: check };
    if (view === 'score')
      return <ScoreView {...common} form={form} values={route.values} mayName={allowed.mayName} />;
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
      <Trouble text={trouble} onRetry={load} />
      {champion !== undefined && newer !== undefined && (
        <p class="card notice" role="status">
          {newer} is the champion now, and answers what is submitted. This page shows {champion.version}.{' '}
          <button type="button" onClick={load}>
            Use {newer}
          </button>
        </p>
      )}
      <ShownViews.Provider value={shown}>
        {opened.map((view) => (
          <div key={view} hidden={view !== route.view} class="view">
            {draw(view)}
          </div>
        ))}
      </ShownViews.Provider>
      <footer>{champion === undefined ? ' ' : `Model ${champion.name}, ${champion.version}`}</footer>
    </>
  );
}
