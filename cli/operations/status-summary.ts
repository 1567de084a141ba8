import { formatCount } from '../../lib/format-figures.ts';
import { shortId } from '../short-id.ts';
import { formatTime } from '../terminal/format.ts';
import { paint, type Role } from '../terminal/screen.ts';
import { type Column, listFacts, tabulate } from '../terminal/table.ts';
import type { Status } from './read-status.ts';

const COLUMNS: readonly Column[] = ['', '', '', ''].map((title) => ({ title }));

const WORDS: Readonly<Record<Status['status'], readonly [Role, string]>> = {
  ok: ['good', 'ok'],
  degraded: ['warning', 'degraded'],
  failing: ['error', 'failing'],
  unreachable: ['error', 'no answer'],
  not_running: ['error', 'no local stack runs'],
};

/** The status for reading. */
export function summariseStatus(status: Status): string[] {
  const { stage, api_url, local, checks, model, waiting_messages, dead_letters, trainings } = status;
  const number = (value: number | null) => (value === null ? undefined : formatCount(value));
  const facts: (readonly [string, string | undefined])[] = [
    ['Stage', stage ?? undefined],
    ['API', api_url ?? undefined],
    ['Page', local?.page_url],
    ['Data', local?.data_dir],
    ['Health', paint(...WORDS[status.status])],
    ...Object.entries(checks ?? {}).map(([name, check]) => [`  ${name}`, describeCheck(check)] as const),
    ['Champion', model === null ? undefined : nameOf(model.name, model.champion)],
    ['Challenger', model === null ? undefined : nameOf(model.name, model.challenger)],
    ['Waiting', number(waiting_messages)?.concat(waiting_messages === 1 ? ' message' : ' messages')],
    ['Dead letters', number(dead_letters)],
  ];
  return [
    ...listFacts(facts.flatMap(([title, value]) => (value === undefined ? [] : [[title, value] as const]))),
    ...(trainings === null ? [] : ['Trainings', ...listTrainings(trainings)]),
    ...status.unknown.map((line) => `Not known: ${line}`),
    ...status.advice,
  ];
}

const nameOf = (name: string, version: string | null): string =>
  version === null ? 'none' : `${name}@${version}`;

function describeCheck({ status, error, refused, version }: Readonly<Record<string, unknown>>): string {
  const serves = version === undefined ? '' : `, ${String(version)} serves`;
  const why = error ?? (refused as { readonly reason?: unknown } | undefined)?.reason;
  return `${String(status)}${serves}${why === undefined ? '' : `: ${String(why)}`}`;
}

const listTrainings = (trainings: NonNullable<Status['trainings']>): string[] =>
  trainings.length === 0
    ? ['  none yet']
    : tabulate(
        COLUMNS,
        trainings.map(({ training_id, created_at, model, status, new_model_version: version }) => [
          shortId(training_id),
          formatTime(new Date(created_at)),
          version === null ? model : `${model}@${version}`,
          status,
        ]),
        { indent: 2 },
      );
