import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { TrainingChange } from '../../trainings/ports.ts';
import type { Training, TrainingStep } from '../../trainings/training.ts';
import { asDate, type Item, readItem, toAttributes } from './item.ts';

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
    ...toAttributes({
      created_at: createdAt,
      model,
      facts: { trigger, by, datasetKey, options, policy, inherited, requestSha256, basis },
    }),
    ...changeToAttributes(training),
    ...Object.fromEntries(training.steps.map((step) => [stepAttribute(step.name), stepToValue(step)])),
  };
}

/** The attributes that a change sets. */
export const changeToAttributes = (change: TrainingChange): Item =>
  toAttributes({
    run_status: change.status,
    started_at: change.startedAt,
    completed_at: change.completedAt,
    failure: change.failure,
    dataset: change.data,
    winner: change.winner,
    new_version: change.newVersion,
    decision: change.decision,
    sealed: change.sealed,
  });

export function trainingFromItem(item: Item): Training {
  const { text, date, optional } = readItem(item);
  return {
    id: text('sk').slice(RUN.length),
    createdAt: date('created_at'),
    model: text('model'),
    ...JSON.parse(text('facts')),
    status: text('run_status'),
    ...optional('started_at', 'startedAt', asDate),
    ...optional('completed_at', 'completedAt', asDate),
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
