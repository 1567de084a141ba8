import { GRADES, type ORDERS, PREDICTION_STATES } from '../../../lib/contract/words.ts';

/** As the API takes them; an empty one is not sent. */
export interface Filters {
  readonly order: (typeof ORDERS)[number];
  readonly status?: string;
  readonly grade?: string;
  readonly day?: string;
}

interface Props {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
  readonly onReload: () => void;
  readonly onDownload: () => void;
}

/** Which predictions are listed. */
export function Filter({ filters, onChange, onReload, onDownload }: Props) {
  const choose = (name: keyof Filters, label: string, options: readonly (readonly [string, string])[]) => (
    <div class="field">
      <label for={`filter-${name}`}>{label}</label>
      <select
        id={`filter-${name}`}
        value={filters[name] ?? ''}
        onInput={({ currentTarget }) => onChange({ ...filters, [name]: currentTarget.value })}
      >
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
  const same = (values: readonly string[]) => values.map((value) => [value, value] as const);
  return (
    <section class="card" aria-label="Filter">
      <div class="fields">
        {choose('order', 'Order', [
          ['newest', 'newest first'],
          ['score', 'best of a day first'],
        ])}
        {choose('status', 'Status', [['', 'any'], ...same(PREDICTION_STATES)])}
        {choose('grade', 'Grade', [['', 'any'], ...same(GRADES)])}
        <div class="field">
          <label for="filter-day">Day (UTC)</label>
          <input
            id="filter-day"
            type="date"
            value={filters.day ?? ''}
            onInput={({ currentTarget }) => onChange({ ...filters, day: currentTarget.value })}
          />
        </div>
      </div>
      <p class="actions">
        <button type="button" onClick={onReload}>
          Reload
        </button>
        <button type="button" onClick={onDownload}>
          Download as CSV
        </button>
        <span class="hint">up to 2,000 rows</span>
      </p>
    </section>
  );
}
