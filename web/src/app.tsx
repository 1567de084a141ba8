import { useEffect, useMemo, useState } from 'preact/hooks';
import { ApiError, createClient, type Prediction, WaitTimeoutError } from '../../lib/client/index.ts';
import { exampleLead } from '../../lib/model/example-lead.ts';
import { LeadForm } from './lead-form.tsx';
import { byField, type Inputs, readLead, toInputs } from './lead-values.ts';
import { type Champion, loadChampion, PageError } from './load-model.ts';
import { ResultView } from './result-view.tsx';
import type { Settings } from './settings.ts';

interface Submitted {
  readonly prediction: Prediction;
  readonly inputs: Inputs;
}

/** Submit a lead, see why it scored so, and what would change it. */
export function App({ settings }: { readonly settings: Settings }) {
  const [champion, setChampion] = useState<Champion>();
  const [inputs, setInputs] = useState<Inputs>({});
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [submitted, setSubmitted] = useState<Submitted>();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const client = useMemo(
    () =>
      createClient({
        baseUrl: settings.apiUrl,
        ...(settings.key === undefined ? {} : { apiKey: settings.key }),
      }),
    [settings],
  );

  useEffect(() => {
    loadChampion(settings).then(setChampion, (error: unknown) => setTrouble(describe(error, settings)));
  }, [settings]);

  if (champion === undefined)
    return <Frame trouble={trouble}>{trouble === undefined && <p>Loading …</p>}</Frame>;

  const change = (name: string, text: string) => {
    setInputs({ ...inputs, [name]: text });
    const { [name]: _mended, ...others } = errors;
    setErrors(others);
  };
  const submit = async () => {
    const read = readLead(champion.schema, inputs);
    if (!read.ok) return setErrors(byField(read.errors));
    setBusy(true);
    setTrouble(undefined);
    try {
      const accepted = await client.submit(read.lead);
      setSubmitted({ prediction: accepted, inputs });
      setSubmitted({ prediction: await client.wait(accepted.prediction_id), inputs });
    } catch (error) {
      if (error instanceof ApiError && error.problem.errors !== undefined)
        setErrors(byField(error.problem.errors));
      else setTrouble(describe(error, settings));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Frame trouble={trouble}>
      <div class="columns">
        <LeadForm
          schema={champion.schema}
          inputs={inputs}
          errors={errors}
          busy={busy}
          onChange={change}
          onSubmit={submit}
          onExample={() => {
            setInputs(toInputs(exampleLead(champion.model.artifact)));
            setErrors({});
          }}
        />
        {submitted === undefined ? (
          <section class="card hint">
            <h2>Nothing scored yet</h2>
            <p>
              Fill in what is known of a lead. The score tells its rank among past leads, the reasons what
              moved it.
            </p>
          </section>
        ) : (
          <Outcome
            champion={champion}
            submitted={submitted}
            inputs={inputs}
            onBack={() => setInputs(submitted.inputs)}
          />
        )}
      </div>
      <footer>
        Model {champion.name}, {champion.version}
      </footer>
    </Frame>
  );
}

interface OutcomeProps {
  readonly champion: Champion;
  readonly submitted: Submitted;
  readonly inputs: Inputs;
  readonly onBack: () => void;
}

/** The API's answer; once an input is changed, what this page computes for it, with the same code and no request. */
function Outcome({ champion, submitted: { prediction, inputs: then }, inputs, onBack }: OutcomeProps) {
  if (prediction.status === 'queued')
    return (
      <section class="card" aria-live="polite">
        Waiting for the score …
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
  const read = changed ? readLead(champion.schema, inputs) : undefined;
  if (read?.ok) {
    return (
      <ResultView title="What if" shown={champion.model.explain(read.lead)} submitted={prediction.prediction}>
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
      {changed && <p class="hint">What is changed is not a lead yet: see the fields.</p>}
      <details>
        <summary>Receipt</summary>
        <p>
          {prediction.prediction_id}, by {prediction.model.name}@{prediction.model.version}
        </p>
        <pre>{JSON.stringify(prediction.receipt, null, 2)}</pre>
      </details>
    </ResultView>
  );
}

function Frame({
  trouble,
  children,
}: {
  readonly trouble: string | undefined;
  readonly children: preact.ComponentChildren;
}) {
  return (
    <>
      <h1>Score a lead</h1>
      {trouble !== undefined && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      {children}
    </>
  );
}

function describe(error: unknown, { apiUrl }: Settings): string {
  if (error instanceof PageError) return error.message;
  if (error instanceof WaitTimeoutError)
    return 'It takes longer than usual. The lead is accepted; come back in a while.';
  if (error instanceof ApiError) return `The scoring service answered: ${error.problem.detail}.`;
  if (error instanceof TypeError) return `The scoring service at ${apiUrl} cannot be reached.`;
  return error instanceof Error ? error.message : String(error);
}
