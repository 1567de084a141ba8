import { useEffect, useMemo, useState } from 'preact/hooks';
import type { LeadState } from '../../../lib/client/index.ts';
import { createApi } from '../api.ts';
import { Trouble } from '../parts/trouble.tsx';
import { KeyForm } from '../recent/key-form.tsx';
import { hrefOf } from '../route.ts';
import { ResultView } from '../score/result-view.tsx';
import type { Settings } from '../settings.ts';
import { ChangeView } from './change-view.tsx';
import { LeadHistory } from './lead-history.tsx';
import { useLead } from './use-lead.ts';

interface Props {
  readonly settings: Settings;
  /** Whether it is looked at. */
  readonly active: boolean;
  /** Of the address, as long as it is this view's. */
  readonly reference: string | undefined;
}

const TRENDS: Readonly<Record<LeadState['trend'], string>> = {
  rising: 'Its score is rising.',
  steady: 'Its score is steady.',
  falling: 'Its score is falling.',
  not_enough: 'It takes two results of one model to tell a trend.',
};

/** A lead by its owner's own id: its latest score, why it changed, and what it was before. */
export function LeadView({ settings, active, reference: named }: Props) {
  const { apiUrl } = settings;
  const [key, setKey] = useState(settings.key);
  const api = useMemo(() => createApi({ apiUrl, key }), [apiUrl, key]);
  // The address of another view names none: what was looked at stays.
  const [reference, setReference] = useState(named ?? '');
  useEffect(() => {
    if (active) setReference(named ?? '');
  }, [active, named]);
  const { state, lead, history, next, trouble, from, compareFrom, reload } = useLead(api, reference, active);

  if (state === 'locked')
    return <KeyForm what="see a lead’s history" refused={key !== undefined} onKey={setKey} />;
  const latest = lead?.latest ?? undefined;
  return (
    <>
      <Trouble text={trouble} onRetry={reload} />
      <ReferenceForm key={reference} reference={reference} />
      <div aria-live="polite" aria-busy={state === 'loading'}>
        {state === 'loading' && lead === undefined && <p class="card">Loading …</p>}
        {state === 'unknown' && <p class="card">No prediction has the reference “{reference}”.</p>}
        {lead !== undefined && latest === undefined && <p class="card">This lead has no score yet.</p>}
        {lead !== undefined && latest !== undefined && (
          <div class="columns">
            <ResultView title="Latest score" shown={latest.prediction}>
              <p class="trend">{TRENDS[lead.trend]}</p>
              <p class="hint">
                {latest.model.name}@{latest.model_version}, {latest.prediction_id}
              </p>
            </ResultView>
            {lead.change === null ? (
              <p class="card hint">
                {lead.change_unavailable ?? 'There is no earlier result to compare this one with.'}
              </p>
            ) : (
              <ChangeView change={lead.change} />
            )}
          </div>
        )}
      </div>
      {history.length > 0 && (
        <LeadHistory
          history={history}
          more={next}
          latest={latest?.prediction_id}
          from={from ?? lead?.change?.from.prediction_id}
          onCompare={compareFrom}
        />
      )}
    </>
  );
}

/** Which lead; it stands in the address, so that a CRM can link to it. */
function ReferenceForm({ reference }: { readonly reference: string }) {
  const [text, setText] = useState(reference);
  return (
    <form
      class="card"
      aria-label="Which lead"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') location.hash = hrefOf('lead', { reference: text.trim() });
      }}
    >
      <div class="field">
        <label for="lead-reference">Your own id of the lead</label>
        <input
          id="lead-reference"
          autocomplete="off"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <small>as it was submitted: its “reference”</small>
      </div>
      <p class="actions">
        <button type="submit" class="primary">
          Show this lead
        </button>
      </p>
    </form>
  );
}
