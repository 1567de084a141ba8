import type { Field, LeadSchema } from '../../lib/lead/schema.ts';
import { labelOf } from '../../lib/model/sentences.ts';
import type { Inputs } from './lead-values.ts';

interface Props {
  readonly schema: LeadSchema;
  readonly inputs: Inputs;
  /** By field, in words. */
  readonly errors: Readonly<Record<string, string>>;
  readonly busy: boolean;
  readonly onChange: (name: string, text: string) => void;
  readonly onSubmit: () => void;
  readonly onExample: () => void;
}

/** One input per field of the schema, each of the right kind. */
export function LeadForm({ schema, inputs, errors, busy, onChange, onSubmit, onExample }: Props) {
  const submit = (event: Event) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form class="card" onSubmit={submit} noValidate aria-label="Lead">
      <div class="fields">
        {schema.fields.map((field) => (
          <LeadField
            key={field.name}
            field={field}
            text={inputs[field.name] ?? ''}
            error={errors[field.name]}
            onChange={(text) => onChange(field.name, text)}
          />
        ))}
      </div>
      <p class="actions">
        <button type="submit" class="primary" disabled={busy}>
          {busy ? 'Scoring …' : 'Score this lead'}
        </button>
        <button type="button" onClick={onExample}>
          Fill in an example
        </button>
      </p>
    </form>
  );
}

interface FieldProps {
  readonly field: Field;
  readonly text: string;
  readonly error: string | undefined;
  readonly onChange: (text: string) => void;
}

function LeadField({ field, text, error, onChange }: FieldProps) {
  const id = `field-${field.name}`;
  const help = helpOf(field);
  const described = [help === '' ? '' : `${id}-help`, error === undefined ? '' : `${id}-error`]
    .filter((part) => part !== '')
    .join(' ');
  const common = {
    id,
    name: field.name,
    'aria-invalid': error !== undefined,
    required: field.required,
    ...(described === '' ? {} : { 'aria-describedby': described }),
  };
  const onInput = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value);
  return (
    <div class="field">
      <label for={id}>
        {labelOf(field)}
        {field.required && <span class="required"> (required)</span>}
      </label>
      {field.type === 'boolean' ? (
        <select {...common} value={text} onInput={onInput}>
          <option value="">Not known</option>
          <option value="true">Yes</option>
          <option value="false">No</option>
        </select>
      ) : (
        <input {...common} {...kindOf(field, id)} value={text} onInput={onInput} autocomplete="off" />
      )}
      {field.type === 'category' && (
        <datalist id={`${id}-levels`}>
          {field.levels.map((level) => (
            <option key={level} value={level} />
          ))}
        </datalist>
      )}
      {help !== '' && (
        <small id={`${id}-help`} class="help">
          {help}
        </small>
      )}
      {error !== undefined && (
        <small id={`${id}-error`} class="error">
          {error}
        </small>
      )}
    </div>
  );
}

function kindOf(field: Field, id: string) {
  if (field.type === 'number')
    return { type: 'text', inputMode: field.integer ? 'numeric' : 'decimal' } as const;
  if (field.type === 'date') return { type: 'date' } as const;
  return { type: 'text', list: `${id}-levels` } as const;
}

function helpOf(field: Field): string {
  const usual =
    field.type === 'number'
      ? `usually ${field.range[0]} to ${field.range[1]}${field.unit === undefined ? '' : ` ${field.unit}`}`
      : '';
  return [field.help ?? '', usual].filter((part) => part !== '').join('; ');
}
