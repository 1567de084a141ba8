import { useMemo } from 'preact/hooks';
import type { Prediction } from '../../../lib/client/index.ts';
import { arrangeForm } from '../../../lib/form/arrange-form.ts';
import type { FormConfig } from '../../../lib/form/form-config.ts';
import type { Field } from '../../../lib/lead/schema.ts';
import type { Champion } from '../api.ts';
import { LeadName } from '../parts/lead-name.tsx';
import { ScrollArea } from '../parts/scroll-area.tsx';
import type { NumberStyle } from '../parts/typed-number.ts';
import { EffectCurve } from './effect-curve.tsx';
import { type Inputs, readLead } from './lead-values.ts';
import { ResultView } from './result-view.tsx';

export interface Submitted {
  readonly prediction: Prediction;
  readonly inputs: Inputs;
  /** The version that answered, which need not be the page's; undefined: it could not be loaded. */
  readonly answering: Champion | undefined;
}

interface Props {
  readonly config: FormConfig;
  readonly style: NumberStyle;
  readonly submitted: Submitted;
  readonly inputs: Inputs;
  /** The field that was looked at last. */
  readonly looked: Field | undefined;
  readonly onBack: () => void;
}

/** The API's answer; once an input is changed, what this page computes for it, with the same code and no request. */
export function Outcome({ submitted, ...props }: Props) {
  const { prediction } = submitted;
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
  const { answering } = submitted;
  if (answering === undefined) return <Answer {...props} submitted={submitted} />;
  return <WhatIf {...props} submitted={submitted} answering={answering} />;
}

/** What another value would do, by the version that answered. */
function WhatIf(props: Props & { readonly answering: Champion }) {
  const { config, style, submitted, answering, inputs, looked, onBack } = props;
  const { schema, model } = answering;
  const form = useMemo(() => arrangeForm(schema, config), [schema, config]);
  const read = readLead(schema, form, inputs, style);
  const field = schema.fields.some(({ name }) => name === looked?.name) ? looked : undefined;
  const curve = read.ok && field !== undefined && (
    <EffectCurve model={model} field={field} lead={read.lead} />
  );
  if (!isChanged(submitted, inputs)) return <Answer {...props}>{curve}</Answer>;
  if (!read.ok)
    return (
      <Answer {...props}>
        <p class="hint">What is changed is not a lead yet: see the fields.</p>
      </Answer>
    );
  return (
    <ResultView title="What if" shown={model.explain(read.lead)} submitted={submitted.prediction.prediction!}>
      {curve}
      <p class="hint">Computed here, by {answering.version}, which answered.</p>
      <p>
        <button type="button" onClick={onBack}>
          Back to the submitted lead
        </button>
      </p>
    </ResultView>
  );
}

/** Of what the answering version looks at, where it is known. */
function isChanged({ inputs: then, answering }: Submitted, now: Inputs): boolean {
  const names = answering?.schema.fields.map(({ name }) => name) ?? Object.keys({ ...then, ...now });
  return names.some((name) => (now[name] ?? '') !== (then[name] ?? ''));
}

type AnswerProps = Pick<Props, 'submitted' | 'inputs'> & { readonly children?: preact.ComponentChildren };

function Answer({ submitted, inputs, children }: AnswerProps) {
  const { prediction, answering } = submitted;
  const { name, version } = prediction.model;
  return (
    <ResultView title="Score" shown={prediction.prediction!}>
      {answering === undefined && isChanged(submitted, inputs) && (
        <p class="hint">
          {version} answered, and this page cannot load it: what the change would do is not known. Submit the
          lead anew.
        </p>
      )}
      {children}
      <LeadName reference={prediction.reference} />
      <p class="hint">
        {name}@{version}, {prediction.prediction_id}
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
