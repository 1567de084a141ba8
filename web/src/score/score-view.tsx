import { useEffect, useMemo, useState } from 'preact/hooks';
import { ApiError, type Prediction } from '../../../lib/client/index.ts';
import { arrangeForm } from '../../../lib/form/arrange-form.ts';
import type { FormConfig } from '../../../lib/form/form-config.ts';
import { describeErrors } from '../../../lib/lead/describe-errors.ts';
import type { FieldError } from '../../../lib/lead/schema.ts';
import { exampleLead } from '../../../lib/model/example-lead.ts';
import { explainReference } from '../../../lib/reference.ts';
import type { Api, Champion } from '../api.ts';
import { Trouble } from '../parts/trouble.tsx';
import { numberStyleOf } from '../parts/typed-number.ts';
import { LeadForm } from './lead-form.tsx';
import { fromLink, type Inputs, readLead, toInputs } from './lead-values.ts';
import { Outcome, type Submitted } from './outcome.tsx';
import { ReferenceField } from './reference-field.tsx';
import { timedFields } from './sweep-date.ts';

interface Props {
  readonly api: Api;
  readonly champion: Champion;
  /** Called when the API spoke as another version than the page's would. */
  readonly onOtherVersion: () => void;
  readonly form: FormConfig;
  /** Of the link that was followed. */
  readonly values: Inputs;
  /** Whether the page's key may give a lead a reference. */
  readonly mayName: boolean;
}

/** Submit a lead, see why it scored so, and what would change it. */
export function ScoreView({ api, champion, onOtherVersion, form: config, values, mayName }: Props) {
  const { schema } = champion;
  const style = useMemo(() => numberStyleOf(document.documentElement.lang), []);
  const form = useMemo(() => arrangeForm(schema, config), [schema, config]);
  const [inputs, setInputs] = useState<Inputs>(() => toInputs(form.defaults, style));
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [reference, setReference] = useState('');
  const [referenceError, setReferenceError] = useState<string>();
  const [submitted, setSubmitted] = useState<Submitted>();
  const [looked, setLooked] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    const linked = fromLink(schema, values, style);
    if (Object.keys(linked).length > 0) setInputs({ ...toInputs(form.defaults, style), ...linked });
    // Of the link, once: another schema must not take away what was typed since.
  }, [values]);
  useEffect(() => {
    // A field that came with another version has its default, and errors are those of another form.
    setInputs((before) => ({ ...toInputs(form.defaults, style), ...before }));
    setErrors({});
    setTrouble(undefined);
  }, [form]);

  const fields = form.groups.flatMap((group) => group.fields);
  const fill = (next: Inputs) => {
    setInputs(next);
    setErrors({});
  };
  const change = (name: string, text: string) => {
    setInputs({ ...inputs, [name]: text });
    setLooked(name);
    const { [name]: _fixed, ...others } = errors;
    setErrors(others);
  };
  const refuse = (wrong: readonly FieldError[]) => {
    setErrors(Object.fromEntries(wrong.map(({ field, message }) => [field, message])));
    // The first of them, as it stands on the page.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus());
  };
  /** The API has refused what is right by the page's schema, and may speak of fields that this form does not have. */
  const refuseByApi = (wrong: readonly FieldError[]) => {
    refuse(wrong);
    const elsewhere = wrong.filter(({ field }) => !fields.some(({ name }) => name === field));
    if (elsewhere.length > 0)
      setTrouble(`The scoring service refused the lead. ${describeErrors(elsewhere)}.`);
    onOtherVersion();
  };
  /** The version that answered: an alias may have been moved since the page was loaded. */
  const loadAnswering = async ({ model }: Prediction): Promise<Champion | undefined> => {
    if (model.name === champion.name && model.version === champion.version) return champion;
    onOtherVersion();
    return api.loadVersion(model).catch(() => undefined);
  };
  const submit = async () => {
    const read = readLead(schema, form, inputs, style);
    const name = mayName ? reference.trim() : '';
    const wrong = name === '' ? undefined : explainReference(name);
    setReferenceError(wrong);
    if (!read.ok || wrong !== undefined) return refuse(read.ok ? [] : read.errors);
    setBusy(true);
    setTrouble(undefined);
    try {
      const accepted = await api.client.submit(read.lead, name === '' ? {} : { reference: name });
      setSubmitted({ prediction: accepted, inputs, answering: undefined });
      const prediction = await api.client.wait(accepted.prediction_id);
      setSubmitted({ prediction, inputs, answering: await loadAnswering(prediction) });
    } catch (error) {
      if (error instanceof ApiError && error.problem.errors !== undefined) refuseByApi(error.problem.errors);
      else setTrouble(api.describe(error));
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
          timed={timedFields(champion.model.artifact)}
          style={style}
          inputs={inputs}
          errors={errors}
          busy={busy}
          onChange={change}
          onFocus={setLooked}
          onSubmit={submit}
          onExample={() => fill(toInputs(exampleLead(champion.model.artifact), style))}
          onClear={() => {
            fill(toInputs(form.defaults, style));
            setReference('');
            setReferenceError(undefined);
          }}
        >
          {mayName && (
            <ReferenceField
              reference={reference}
              error={referenceError}
              onChange={(text) => {
                setReference(text);
                setReferenceError(undefined);
              }}
            />
          )}
        </LeadForm>
        {submitted === undefined ? (
          <section class="card hint">
            <h2>Nothing scored yet</h2>
            <p>
              Fill in what is known of a lead. The score is its rank among past leads, the reasons are what
              moved it. Then change a field: the page shows at once what that would do.
            </p>
          </section>
        ) : (
          <Outcome
            config={config}
            style={style}
            submitted={submitted}
            inputs={inputs}
            looked={fields.find(({ name }) => name === looked)}
            onBack={() => fill(submitted.inputs)}
          />
        )}
      </div>
    </>
  );
}
