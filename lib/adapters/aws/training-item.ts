import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { TrainingChange } from '../../trainings/ports.ts';
import type { Training, TrainingStep } from '../../trainings/training.ts';
import type { Item } from './table.ts';

/** The partition of the registry's table that holds the trainings; no model can be called so. */
export const RUNS = '#runs';
export const RUN = 'run#';
export const trainingItemKey = (id: string): Item => ({ pk: { S: RUNS }, sk: { S: `${RUN}${id}` } });
/** Where it stands which training a request led to. */
export const claimItemKey = (key: string): Item => ({ pk: { S: RUNS }, sk: { S: `claim#${key}` } });

export function trainingToItem(training: Training): Item {
  const { id, createdAt, model, trigger, by, datasetKey, options, policy, inherited, requestSha256, basis } =
    training;
  return {
    ...trainingItemKey(id),
    created_at: { S: createdAt.toISOString() },
    model: { S: model },
    facts: {
      S: JSON.stringify({ trigger, by, datasetKey, options, policy, inherited, requestSha256, basis }),
    },
    ...changeToAttributes(training),
    ...Object.fromEntries(training.steps.map((step) => [stepAttribute(step.name), stepToValue(step)])),
  };
}

/** The attributes that a change sets. */
export function changeToAttributes(change: TrainingChange): Item {
  const { status, startedAt, completedAt, failure, data, winner, newVersion, decision, sealed } = change;
  const json = (name: string, value: object | undefined): Item =>
    value === undefined ? {} : { [name]: { S: JSON.stringify(value) } };
  const text = (name: string, value: string | undefined): Item =>
    value === undefined ? {} : { [name]: { S: value } };
  return {
    ...text('run_status', status),
    ...text('started_at', startedAt?.toISOString()),
    ...text('completed_at', completedAt?.toISOString()),
    ...json('failure', failure),
    ...json('dataset', data),
    ...text('winner', winner),
    ...text('new_version', newVersion),
    ...json('decision', decision),
    ...(sealed === undefined ? {} : { sealed: { BOOL: sealed } }),
  };
}

export function trainingFromItem(item: Item): Training {
  const text = (name: string): string => item[name]?.S ?? '';
  const optional = <T>(name: string, key: string, read: (value: string) => T) => {
    const value = item[name]?.S;
    return value === undefined ? {} : { [key]: read(value) };
  };
  const date = (value: string) => new Date(value);
  return {
    id: text('sk').slice(RUN.length),
    createdAt: new Date(text('created_at')),
    model: text('model'),
    ...JSON.parse(text('facts')),
    status: text('run_status'),
    ...optional('started_at', 'startedAt', date),
    ...optional('completed_at', 'completedAt', date),
    ...optional('failure', 'failure', JSON.parse),
    ...optional('dataset', 'data', JSON.parse),
    ...optional('winner', 'winner', String),
    ...optional('new_version', 'newVersion', String),
    ...optional('decision', 'decision', JSON.parse),
    ...(item.sealed?.BOOL === undefined ? {} : { sealed: item.sealed.BOOL }),
    steps: Object.entries(item)
      .filter(([name]) => name.startsWith(STEP))
      .map(([, { S = '{}' }]) => stepFromText(S))
      .sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime()),
  };
}

/** An attribute a step, so that two that are at work at the same time do not overwrite each other. */
const STEP = 'step#';
export const stepAttribute = (name: string): string => `${STEP}${name}`;

export const stepToValue = (step: TrainingStep): AttributeValue => ({ S: JSON.stringify(step) });

function stepFromText(text: string): TrainingStep {
  const { startedAt, endedAt, ...step } = JSON.parse(text);
  return {
    ...step,
    startedAt: new Date(startedAt),
    ...(endedAt === undefined ? {} : { endedAt: new Date(endedAt) }),
  };
}
