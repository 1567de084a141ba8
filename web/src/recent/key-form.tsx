import { useId, useState } from 'preact/hooks';
import { keepKey } from '../settings.ts';

interface Props {
  /** What it is for, such as `list predictions`. */
  readonly what: string;
  /** Whether a key was given that may not see this. */
  readonly refused: boolean;
  readonly onKey: (key: string) => void;
}

/** Asks for a key of the scope `operate`. */
export function KeyForm({ what, refused, onKey }: Props) {
  const [key, setKey] = useState('');
  // Two views may ask at the same time.
  const id = useId();
  return (
    <form
      class="card"
      aria-label="Key"
      onSubmit={(event) => {
        event.preventDefault();
        if (key.trim() === '') return;
        keepKey(key.trim());
        onKey(key.trim());
      }}
    >
      <h2>A key is needed</h2>
      <p>
        {refused
          ? `The key of this page may not ${what}. Give one of the scope “operate”.`
          : `Give a key of the scope “operate” to ${what}.`}{' '}
        It is kept for this tab only.
      </p>
      <div class="field">
        <label for={id}>Key</label>
        <input
          id={id}
          type="password"
          autocomplete="off"
          placeholder="sl_…"
          value={key}
          onInput={({ currentTarget }) => setKey(currentTarget.value)}
        />
      </div>
      <p class="actions">
        <button type="submit" class="primary">
          Use this key
        </button>
      </p>
    </form>
  );
}
