import type { ArrangedForm } from '../../../lib/form/arrange-form.ts';
import type { Field } from '../../../lib/lead/schema.ts';
import { parseBooleanWord } from '../../../lib/lead/value-words.ts';
import { labelOf } from '../../../lib/model/sentences.ts';
import { number } from '../parts/format.ts';
import type { NumberStyle } from '../parts/typed-number.ts';
import { hrefOf } from '../route.ts';
import { type Inputs, toLink } from './lead-values.ts';

interface Props {
  readonly form: ArrangedForm;
  /** Date fields whose time of day the model looks at. */
  readonly timed: ReadonlySet<string>;
  readonly style: NumberStyle;
  readonly inputs: Inputs;
  /** By field, in words. */
  readonly errors: Readonly<Record<string, string>>;
  readonly busy: boolean;
  readonly onChange: (name: string, text: string) => void;
  readonly onFocus: (name: string) => void;
  readonly onSubmit: () => void;
  readonly onExample: () => void;
  readonly onClear: () => void;
  /** Behind the fields of the model. */
  readonly children?: preact.ComponentChildren;
}

/** One input per field of the schema, each of the right kind. */
export function LeadForm(props: Props) {
  const { form, timed, style, inputs, errors, busy, onChange, onFocus, onSubmit, onExample, onClear } = props;
  const { words } = form;
  const fields = form.groups.flatMap((group) => group.fields);
  const submit = (event: Event) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form class="card" onSubmit={submit} noValidate aria-label="Lead">
      {form.groups.map(({ title, fields }) => (
        <fieldset key={title ?? ''}>
          {title !== undefined && <legend>{title}</legend>}
          <div class="fields">
            {fields.map((field) => (
              <LeadField
                key={field.name}
                field={field}
                timed={timed.has(field.name)}
                words={words}
                text={inputs[field.name] ?? ''}
                error={errors[field.name]}
                onChange={(text) => onChange(field.name, text)}
                onFocus={() => onFocus(field.name)}
              />
            ))}
          </div>
        </fieldset>
      ))}
      {props.children}
      {fields.some(({ type }) => type === 'number') && (
        <p class="hint">Numbers are written as {style.example}.</p>
      )}
      <p class="actions">
        <button type="submit" class="primary" disabled={busy}>
          {busy ? words.busy : words.submit}
        </button>
        <button type="button" onClick={onExample}>
          {words.example}
        </button>
        <button type="button" onClick={onClear}>
          {words.clear}
        </button>
        <a href={hrefOf('score', toLink(fields, inputs, style))}>{words.link}</a>
      </p>
    </form>
  );
}

interface FieldProps {
  readonly field: Field;
  readonly timed: boolean;
  readonly words: ArrangedForm['words'];
  readonly text: string;
  readonly error: string | undefined;
  readonly onChange: (text: string) => void;
  readonly onFocus: () => void;
}

function LeadField({ field, timed, words, text, error, onChange, onFocus }: FieldProps) {
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
    onFocus,
    ...(described === '' ? {} : { 'aria-describedby': described }),
  };
  const onInput = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value);
  return (
    <div class="field">
      <label for={id}>
        {labelOf(field)}
        {field.required && <span class="required"> ({words.required})</span>}
      </label>
      {field.type === 'boolean' ? (
        <select {...common} value={`${parseBooleanWord(text) ?? ''}`} onInput={onInput}>
          <option value="">{words.not_known}</option>
          <option value="true">{words.yes}</option>
          <option value="false">{words.no}</option>
        </select>
      ) : (
        <input
          {...common}
          {...kindOf(field, id, timed)}
          value={field.type === 'date' ? dateInput(text, timed) : text}
          onInput={onInput}
          autocomplete="off"
        />
      )}
      {field.type === 'category' && (
        <datalist id={`${id}-levels`}>
          {field.levels.map((level) => (
            <option key={level} value={level} />
          ))}
        </datalist>
      )}
      {help !== '' && <small id={`${id}-help`}>{help}</small>}
      {error !== undefined && (
        <small id={`${id}-error`} class="error">
          {error}
        </small>
      )}
    </div>
  );
}

function kindOf(field: Field, id: string, timed: boolean) {
  if (field.type === 'number')
    return { type: 'text', inputMode: field.integer ? 'numeric' : 'decimal' } as const;
  if (field.type === 'date') return { type: timed ? 'datetime-local' : 'date' } as const;
  return { type: 'text', list: `${id}-levels` } as const;
}

/** A date as the browser's input takes it: without an offset, and a day alone at midnight, which is no time of day. */
function dateInput(text: string, timed: boolean): string {
  if (!timed) return text.slice(0, 10);
  return text.length === 10 ? `${text}T00:00` : text.slice(0, 16);
}

function helpOf(field: Field): string {
  const usual =
    field.type === 'number'
      ? `usually ${number(field.range[0])} to ${number(field.range[1])}${field.unit === undefined ? '' : ` ${field.unit}`}`
      : field.type === 'category' && field.rare_levels !== undefined
        ? `any text; ${number(field.rare_levels.hashes.length)} rare values are known but not listed`
        : '';
  return [field.help ?? '', usual].filter((part) => part !== '').join('; ');
}
