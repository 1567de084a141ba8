import { shortId } from '../short-id.ts';
import { formatTime, style } from '../terminal/print.ts';
import { alignCells } from '../terminal/text-table.ts';
import type { Status } from './read-status.ts';

const WORDS: Readonly<Record<Status['status'], string>> = {
  ok: style('green', 'ok'),
  degraded: style('yellow', 'degraded'),
  failing: style('red', 'failing'),
  unreachable: style('red', 'no answer'),
  not_running: style('red', 'no local stack runs'),
};

/** The status for reading. */
export function summariseStatus(status: Status): string[] {
  const { stage, api_url, local, checks, model, waiting_messages, dead_letters, trainings } = status;
  const number = (value: number | null) => value?.toLocaleString('en-US');
  const facts: (readonly [string, string | undefined])[] = [
    ['Stage', stage ?? undefined],
    ['API', api_url ?? undefined],
    ['Page', local?.page_url],
    ['Data', local?.data_dir],
    ['Health', WORDS[status.status]],
    ...Object.entries(checks ?? {}).map(([name, check]) => [`  ${name}`, describeCheck(check)] as const),
    ['Champion', model === null ? undefined : nameOf(model.name, model.champion)],
    ['Challenger', model === null ? undefined : nameOf(model.name, model.challenger)],
    ['Waiting', number(waiting_messages)?.concat(waiting_messages === 1 ? ' message' : ' messages')],
    ['Dead letters', number(dead_letters)],
  ];
  return [
    ...alignCells(facts.flatMap(([title, value]) => (value === undefined ? [] : [[title, value]]))),
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
    : alignCells(
        trainings.map(({ training_id, created_at, model, status, new_model_version: version }) => [
          `  ${shortId(training_id)}`,
          formatTime(new Date(created_at)),
          version === null ? model : `${model}@${version}`,
          status,
        ]),
      );
