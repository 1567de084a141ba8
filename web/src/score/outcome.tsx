import type { Prediction } from '../../../lib/client/index.ts';
import type { ArrangedForm } from '../../../lib/form/arrange-form.ts';
import type { Champion } from '../api.ts';
import { ScrollArea } from '../parts/scroll-area.tsx';
import { EffectCurve } from './effect-curve.tsx';
import { type Inputs, readLead } from './lead-values.ts';
import { ResultView } from './result-view.tsx';

export interface Submitted {
  readonly prediction: Prediction;
  readonly inputs: Inputs;
}

interface Props {
  readonly champion: Champion;
  readonly form: ArrangedForm;
  readonly submitted: Submitted;
  readonly inputs: Inputs;
  /** The field that was looked at last. */
  readonly looked: string | undefined;
  readonly onBack: () => void;
}

/** The API's answer; once an input is changed, what this page computes for it, with the same code and no request. */
export function Outcome({ champion, form, submitted, inputs, looked, onBack }: Props) {
  const { prediction, inputs: then } = submitted;
  if (prediction.status === 'queued')
    return (
      <section class="card" aria-live="polite">
        <h2>Queued</h2>
        <p>The lead is accepted, and its score will be here in a moment.</p>
        <p class="hint">{prediction.prediction_id}</p>
      </section>
    );
  if (prediction.prediction === null) {
    return (
      <section class="card" aria-live="polite">
        <h2>No score</h2>
        <p class="error">{prediction.error?.message ?? `The prediction was ${prediction.status}.`}</p>
      </section>
    );
  }
  const changed = champion.schema.fields.some(({ name }) => (inputs[name] ?? '') !== (then[name] ?? ''));
  const read = readLead(champion.schema, form, inputs);
  // With another model than the one that answered, what-if would compare two models.
  const isSame = champion.name === prediction.model.name && champion.version === prediction.model.version;
  const field = form.groups.flatMap(({ fields }) => fields).find(({ name }) => name === looked);
  const curve = isSame && read.ok && field !== undefined && (
    <EffectCurve model={champion.model} field={field} lead={read.lead} />
  );
  if (changed && read.ok && isSame) {
    return (
      <ResultView title="What if" shown={champion.model.explain(read.lead)} submitted={prediction.prediction}>
        {curve}
        <p>
          <button type="button" onClick={onBack}>
            Back to the submitted lead
          </button>
        </p>
      </ResultView>
    );
  }
  return (
    <ResultView title="Score" shown={prediction.prediction}>
      {changed && !isSame && (
        <p class="hint">The model that answered cannot be read here: submit again to see what changes.</p>
      )}
      {changed && isSame && <p class="hint">What is changed is not a lead yet: see the fields.</p>}
      {!changed && curve}
      <p class="hint">
        {prediction.model.name}@{prediction.model.version}, {prediction.prediction_id}
      </p>
      <details>
        <summary>Receipt</summary>
        <p>What proves the result: `scorelane verify` computes every number again.</p>
        <ScrollArea label="Receipt as JSON">
          <pre>{JSON.stringify(prediction.receipt, null, 2)}</pre>
        </ScrollArea>
      </details>
    </ResultView>
  );
}
