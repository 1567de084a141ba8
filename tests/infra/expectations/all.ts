import { alarmExpectations } from './alarms.ts';
import type { Expectations } from './deployed.ts';
import { eventExpectations } from './events.ts';
import { functionExpectations } from './functions.ts';
import { httpExpectations } from './http.ts';
import { outputExpectations } from './outputs.ts';
import { queueExpectations } from './queues.ts';
import { storeExpectations } from './stores.ts';
import { trainingExpectations } from './trainings.ts';

/** What is expected of every stage's template, by subject. */
export const EXPECTATIONS: Readonly<Record<string, Expectations>> = {
  functions: functionExpectations,
  http: httpExpectations,
  queues: queueExpectations,
  events: eventExpectations,
  stores: storeExpectations,
  trainings: trainingExpectations,
  alarms: alarmExpectations,
  outputs: outputExpectations,
};
