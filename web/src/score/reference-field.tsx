interface Props {
  readonly reference: string;
  readonly error: string | undefined;
  readonly onChange: (text: string) => void;
}

/** The caller's own id of the lead; it is no field of the model. */
export const ReferenceField = ({ reference, error, onChange }: Props) => (
  <div class="field reference">
    <label for="own-reference">Your own id of this lead</label>
    <input
      id="own-reference"
      autocomplete="off"
      value={reference}
      aria-invalid={error !== undefined}
      aria-describedby={error === undefined ? 'own-reference-help' : 'own-reference-help own-reference-error'}
      onInput={({ currentTarget }) => onChange(currentTarget.value)}
    />
    <small id="own-reference-help">optional, such as that of your CRM; its history is found by it</small>
    {error !== undefined && (
      <small id="own-reference-error" class="error">
        {error}
      </small>
    )}
  </div>
);
