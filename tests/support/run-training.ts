import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseResources } from '../../infra/local/read-resources.ts';
import { type Execution, readDefinition, runMachine } from '../../infra/local/state-machine.ts';
import { generateSample } from '../../lib/learning/sample/generate-sample.ts';
import type { TrainInput } from '../../lib/learning/train-input.ts';
import { trainModel } from '../../lib/learning/train-model.ts';
import { makeModelFiles } from '../../lib/registry/model-files.ts';
import { publishModel } from '../../lib/registry/publish-model.ts';
import type { Workflow } from '../../lib/trainings/ports.ts';
import { resolveTraining } from '../../lib/trainings/resolve-training.ts';
import type { StepDeps } from '../../lib/trainings/step-deps.ts';
import { createSteps, type FinishingStep } from '../../lib/trainings/steps.ts';
import { submitTraining } from '../../lib/trainings/submit-training.ts';
import type { Training } from '../../lib/trainings/training.ts';
import type { PolicySettings, TrainingSettings } from '../../lib/trainings/training-options.ts';
import { REQUESTED_POLICY } from '../../lib/trainings/training-policy.ts';
import { createMemoryWorld } from './memory-world.ts';
import { ROOT } from './node24.ts';

const FUNCTIONS = ['CheckDataset', 'TrainCandidate', 'FinishTraining'];
const read = (file: string) => readFileSync(join(ROOT, 'infra', file), 'utf8');
const { prod } = parse(read('stages.yml'));
/** With what serverless.yml would fill in. */
const { TrainingMachine } = parseResources(
  read('cloudformation/training.yml').replaceAll(
    /\$\{self:custom\.own\.(\w+)\}/g,
    (_, name: string) => prod[name],
  ),
);
/** The template's own. */
export const DEFINITION = readDefinition(TrainingMachine!, {
  refs: {},
  attributes: Object.fromEntries(FUNCTIONS.map((name) => [`${name}LambdaFunction`, { Arn: name }])),
});

export const leads = (rows: number, seed = 1) => generateSample({ rows, seed }).csv;
/** The first file, and more leads behind it. */
export const more = (csv: string, rows: number) => csv + leads(rows, 2).slice(leads(1, 2).indexOf('\n') + 1);

/** A world in memory in which trainings run on the interpreter of the local stack, by the template's definition. */
export function createTrainingLab(limits: Partial<Pick<StepDeps, 'threads' | 'memory'>> = {}) {
  const world = createMemoryWorld();
  const executions = new Map<string, Execution>();
  /** A test puts itself before a step: `Train logistic`, `register`. It may wait, or throw. */
  const before = new Map<string, (id: string) => unknown>();
  /** Behind a step that was done: it may throw, so that the answer is lost. */
  const after = new Map<string, (id: string) => unknown>();
  const deps: StepDeps = {
    ...world,
    clock: { now: () => new Date() },
    libraries: { scorelane: 'test' },
    threads: 1,
    memory: undefined,
    ...limits,
  };
  const steps = createSteps(deps);
  const invoke = async (name: string, payload: unknown): Promise<unknown> => {
    const event = payload as FinishingStep & { readonly trainer: string };
    const { run_id: id, trainer } = event;
    const step = name === 'TrainCandidate' ? `train:${trainer}` : event.step;
    await before.get(step)?.(id);
    const answer = await (name === 'TrainCandidate'
      ? steps.train(id, trainer)
      : name === 'CheckDataset'
        ? steps[event.step as 'check' | 'prepare'](id)
        : steps.finish(event));
    await after.get(step)?.(id);
    return answer;
  };
  const workflow: Workflow = {
    async start(id) {
      if (!executions.has(id)) executions.set(id, runMachine(DEFINITION, { run_id: id }, invoke, 1));
    },
    async stop(id) {
      executions.get(id)?.abort();
    },
  };
  async function start(
    datasetKey: string,
    settings: TrainingSettings = {},
    policy: PolicySettings = {},
  ): Promise<Training> {
    const asked: TrainingSettings = { trainers: ['logistic'], folds: 3, target: 'converted', ...settings };
    const planned = await resolveTraining(deps, 'm', asked, policy, REQUESTED_POLICY);
    const request = { model: 'm', trigger: 'request', by: 'test', datasetKey, planned } as const;
    return submitTraining({ ...world, ...deps, workflow }, request);
  }
  /** The run when its execution has ended. */
  async function finish({ id }: Training): Promise<Training> {
    await executions.get(id)!.ended;
    return (await world.trainings.get(id))!;
  }
  return {
    ...world,
    ...deps,
    store: world.store,
    files: world.files,
    workflow,
    /** What its execution failed of; undefined: it did not. */
    failureOf: ({ id }: Training) => executions.get(id)!.ended,
    before,
    after,
    invoke,
    start,
    finish,
    train: async (...request: Parameters<typeof start>) => finish(await start(...request)),
    async put(key: string, csv: string) {
      await world.files.write(key, Buffer.from(csv), 'text/csv');
      return key;
    },
    /** A version of `m` as somebody publishes it who has trained it elsewhere, and keeps its leads.json. */
    async publishTrained(csv: string, changes: Partial<TrainInput> = {}) {
      const trained = await trainModel({
        data: csv,
        target: 'converted',
        name: 'm',
        trainers: ['logistic'],
        folds: 0,
        createdAt: new Date(),
        ...changes,
      });
      const { model, beside } = makeModelFiles(trained, { chartScript: '' });
      const files = beside
        .filter(({ name }) => name !== 'leads.json')
        .map(({ name, text }) => ({ name, bytes: Buffer.from(text) }));
      return publishModel(world, { artifact: Buffer.from(model), files, by: 'jane' });
    },
    champion: () => world.registry.getAlias('m', 'champion'),
    challenger: () => world.registry.getAlias('m', 'challenger'),
  };
}
