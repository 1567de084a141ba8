import { useEffect, useMemo, useState } from 'preact/hooks';
import { ApiError } from '../../../lib/client/index.ts';
import { arrangeForm } from '../../../lib/form/arrange-form.ts';
import type { FormConfig } from '../../../lib/form/form-config.ts';
import { exampleLead } from '../../../lib/model/example-lead.ts';
import { type Api, type Champion, describeError } from '../api.ts';
import { Trouble } from '../parts/trouble.tsx';
import { LeadForm } from './lead-form.tsx';
import { byField, fromLink, type Inputs, readLead, toInputs } from './lead-values.ts';
import { Outcome, type Submitted } from './outcome.tsx';

interface Props {
  readonly api: Api;
  readonly champion: Champion;
  readonly apiUrl: string;
  readonly form: FormConfig;
  /** Of the link that was followed. */
  readonly values: Inputs;
  /** Gets the model that answered, where it is not the champion that the page knows. */
  readonly onAnotherVersion: (name: string, version: string) => Promise<void>;
}

/** Submit a lead, see why it scored so, and what would change it. */
export function ScoreView({
  api: { client },
  champion,
  apiUrl,
  form: config,
  values,
  onAnotherVersion,
}: Props) {
  const { schema } = champion;
  const form = useMemo(() => arrangeForm(schema, config), [schema, config]);
  const [inputs, setInputs] = useState<Inputs>(() => toInputs(form.defaults));
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [submitted, setSubmitted] = useState<Submitted>();
  const [looked, setLooked] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    const linked = fromLink(schema, values);
    if (Object.keys(linked).length > 0) setInputs({ ...toInputs(form.defaults), ...linked });
    // Not when the champion changes: what was typed since stays.
  }, [values]);

  const fill = (next: Inputs) => {
    setInputs(next);
    setErrors({});
  };
  const change = (name: string, text: string) => {
    setInputs({ ...inputs, [name]: text });
    setLooked(name);
    const { [name]: _mended, ...others } = errors;
    setErrors(others);
  };
  const refuse = (wrong: Readonly<Record<string, string>>) => {
    setErrors(wrong);
    // The first of them, as it stands on the page.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus());
  };
  const submit = async () => {
    const read = readLead(schema, form, inputs);
    if (!read.ok) return refuse(byField(read.errors));
    setBusy(true);
    setTrouble(undefined);
    try {
      const accepted = await client.submit(read.lead);
      setSubmitted({ prediction: accepted, inputs });
      const prediction = await client.wait(accepted.prediction_id);
      const { name, version } = prediction.model;
      if (name !== champion.name || version !== champion.version)
        // Without it there is no what-if; the answer stands.
        await onAnotherVersion(name, version).catch(() => {});
      setSubmitted({ prediction, inputs });
    } catch (error) {
      if (error instanceof ApiError && error.problem.errors !== undefined)
        refuse(byField(error.problem.errors));
      else setTrouble(describeError(error, apiUrl));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Trouble text={trouble} />
      <div class="columns">
        <LeadForm
          form={form}
          inputs={inputs}
          errors={errors}
          busy={busy}
          onChange={change}
          onFocus={setLooked}
          onSubmit={submit}
          onExample={() => fill(toInputs(exampleLead(champion.model.artifact)))}
          onClear={() => fill(toInputs(form.defaults))}
        />
        {submitted === undefined ? (
          <section class="card hint">
            <h2>Nothing scored yet</h2>
            <p>
              Fill in what is known of a lead. The score tells its rank among past leads, the reasons what
              moved it. Then change a field: what it would do is shown at once.
            </p>
          </section>
        ) : (
          <Outcome
            champion={champion}
            form={form}
            submitted={submitted}
            inputs={inputs}
            looked={looked}
            onBack={() => fill(submitted.inputs)}
          />
        )}
      </div>
    </>
  );
}
