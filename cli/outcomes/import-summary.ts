import type { OutcomeEvent, OutcomesRecorded, ScoredLead, ScoredLeadsAdded } from '../../lib/client/index.ts';
import { count } from '../../lib/count.ts';
import { formatCount } from '../../lib/format-figures.ts';
import type { OutcomeEventKind } from '../../lib/outcomes/outcome.ts';
import { formatTime } from '../terminal/format.ts';
import { nameOfOutput } from '../terminal/standard-streams.ts';
import { type Column, tabulate } from '../terminal/table.ts';

/** What an import did. */
export interface OutcomesImported extends OutcomesRecorded {
  readonly rows: number;
  /** That were sent. */
  readonly outcomes: Readonly<Record<OutcomeEventKind, number>>;
  readonly setAside: number;
  readonly notes: readonly string[];
}

/** @param rejected where the rows are that were set aside */
export function summariseImport(
  { rows, outcomes, recorded, repeated, never_scored: neverScored, setAside, notes }: OutcomesImported,
  rejected: string | undefined,
): string[] {
  const sent = recorded + repeated;
  const kinds = Object.entries(outcomes).flatMap(([kind, n]) =>
    n === 0 ? [] : [`${formatCount(n)} ${kind}`],
  );
  const is = (n: number) => (n === 1 ? 'is' : 'are');
  return [
    ...notes.map((note) => `Note: ${note}`),
    `Sent ${count(sent, 'outcome')} of ${count(rows, 'row')}${kinds.length === 0 ? '' : `: ${kinds.join(', ')}`}`,
    `${formatCount(recorded)} ${is(recorded)} new, ${formatCount(repeated)} ${repeated === 1 ? 'was' : 'were'} known already`,
    ...(neverScored === 0
      ? []
      : [
          `${formatCount(neverScored)} ${is(neverScored)} of leads that were never scored with their reference; kept until they are`,
        ]),
    ...tellSetAside(setAside, rejected),
  ];
}

export const summariseAdded = (
  { kept, not_first: notFirst }: ScoredLeadsAdded,
  { rows, setAside, notes }: Pick<OutcomesImported, 'rows' | 'setAside' | 'notes'>,
  rejected: string | undefined,
): string[] => [
  ...notes.map((note) => `Note: ${note}`),
  `Sent ${count(kept + notFirst, 'scored lead')} of ${count(rows, 'row')}`,
  `${formatCount(kept)} ${kept === 1 ? 'is' : 'are'} measured from now on`,
  ...(notFirst === 0
    ? []
    : [`${formatCount(notFirst)} had an earlier score of the same version, which is the one that counts`]),
  ...tellSetAside(setAside, rejected),
];

const tellSetAside = (setAside: number, rejected: string | undefined): string[] =>
  setAside === 0 || rejected === undefined
    ? []
    : [`${count(setAside, 'row')} ${setAside === 1 ? 'was' : 'were'} set aside in ${nameOfOutput(rejected)}`];

const EVENT_COLUMNS: readonly Column[] = [
  { title: 'reference', fit: 'shorten' },
  { title: 'outcome' },
  { title: 'at' },
  { title: 'value', align: 'right' },
];
const SCORED_COLUMNS: readonly Column[] = [
  { title: 'reference', fit: 'shorten' },
  { title: 'scored at' },
  { title: 'probability', align: 'right' },
];

/** What would be sent. */
export interface DryRun {
  readonly what: 'outcome' | 'scored lead';
  readonly rows: number;
  readonly good: number;
  readonly leftOut: number;
  readonly setAside: number;
  readonly notes: readonly string[];
  readonly first: readonly (OutcomeEvent | ScoredLead)[];
}

export function describeDryRun({ what, rows, good, leftOut, setAside, notes, first }: DryRun): string[] {
  const rest = [
    ...(leftOut === 0 ? [] : [`${formatCount(leftOut)} left out`]),
    ...(setAside === 0 ? [] : [`${formatCount(setAside)} set aside`]),
  ];
  const events = first.filter((one): one is OutcomeEvent => 'occurred_at' in one);
  const leads = first.filter((one): one is ScoredLead => 'scored_at' in one);
  return [
    ...notes.map((note) => `Note: ${note}`),
    `Nothing was sent. Would send ${count(good, what)} of ${count(rows, 'row')}${rest.length === 0 ? '' : `; ${rest.join(', ')}`}`,
    ...(first.length === 0 ? [] : ['']),
    ...(events.length === 0
      ? []
      : tabulate(
          EVENT_COLUMNS,
          events.map((event) => [
            'reference' in event ? event.reference : event.prediction_id,
            event.outcome,
            formatTime(new Date(event.occurred_at)),
            event.value === undefined ? '–' : String(event.value),
          ]),
        )),
    ...(leads.length === 0
      ? []
      : tabulate(
          SCORED_COLUMNS,
          leads.map(({ reference, scored_at: at, probability }) => [
            reference,
            formatTime(new Date(at)),
            String(probability),
          ]),
        )),
  ];
}
