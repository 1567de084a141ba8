import { renderShipped } from '../../infra/ship/render-shipped.ts';
import { shipStage } from '../../infra/ship/ship-stage.ts';
import type { ShipWorld } from '../../infra/ship/ship-world.ts';

interface State {
  template: string;
  status: string;
  aliases: Record<string, string>;
}

const BEFORE: State = {
  template: 'old',
  status: 'UPDATE_COMPLETE',
  aliases: { champion: 'v1', challenger: 'v0' },
};

/**
 * A stage in memory. Every effect is an operation, in `log`; the one that `failAt` names fails, before it has done anything or
 * after it (its answer was lost).
 */
function makeWorld(
  state: State | undefined,
  failAt?: { readonly operation: string; readonly done: boolean },
) {
  const world = { state: structuredClone(state), log: [] as string[], said: [] as string[] };
  const operation = async (name: string, effect: () => void = () => {}) => {
    world.log.push(name);
    const fails = failAt?.operation === name && world.log.filter((each) => each === name).length === 1;
    if (!fails || failAt.done) effect();
    if (fails) throw new Error(`no ${name}`);
  };
  const port: ShipWorld = {
    stack: {
      async remember() {
        return world.state && { commit: 'c1', template: world.state.template, templateUrl: 'https://kept' };
      },
      async settle() {
        return world.state && { status: world.state.status, template: world.state.template };
      },
      restore: ({ template }) =>
        operation('restore', () => {
          world.state!.template = template;
        }),
      output: async () => 'https://api',
      protect: () => operation('protect'),
    },
    models: {
      aliases: async () => ({ ...world.state?.aliases }),
      async check(isDeployed) {
        expect(isDeployed).toBe(world.state !== undefined);
        if (failAt?.operation === 'check') await operation('check');
      },
      async publish() {
        await operation('publish');
        return 'v2';
      },
      wasReplaced: async () => false,
      move: (_name, alias, version, from) =>
        operation(`move ${alias}`, () => {
          expect(world.state!.aliases[alias]).toBe(from);
          world.state!.aliases[alias] = version;
        }),
      review: async ({ from, to }) => [`Callers will notice: ${to} asks for more than ${from}.`],
      async takeBack({ alias, from, to }) {
        await operation(`take back ${alias}`, () => {
          const { aliases } = world.state!;
          if (aliases[alias] !== to) return;
          if (from === undefined) delete aliases[alias];
          else aliases[alias] = from;
        });
        return `${alias} is back`;
      },
    },
    deploy: () =>
      operation('deploy', () => {
        world.state = { template: 'new', status: 'UPDATE_COMPLETE', aliases: world.state?.aliases ?? {} };
      }),
    async smoke({ model = 'champions', asCaller = false }) {
      await operation(`smoke ${model}${asCaller ? ' as caller' : ''}`);
      return [`tested ${model}`];
    },
    say: (line) => world.said.push(line),
  };
  return { world, port };
}

const OPTIONS = { model: 'leads', protect: true };
const ORDER = [
  'deploy',
  'smoke champions',
  'publish',
  'move challenger',
  'smoke leads@v2',
  'move champion',
  'smoke leads@v2 as caller',
  'protect',
];

test('the new code is tested on the old champion, the new model as challenger, then it becomes champion', async () => {
  const { world, port } = makeWorld(BEFORE);
  const shipped = await shipStage(port, OPTIONS);
  expect(shipped).toMatchObject({ url: 'https://api', version: 'v2' });
  expect(renderShipped('prod', shipped)).toContainEqual(
    expect.stringContaining('Callers will notice: v2 asks for more than v1.'),
  );
  expect(world.log).toEqual(ORDER);
  expect(world.state).toEqual({ ...BEFORE, template: 'new', aliases: { champion: 'v2', challenger: 'v2' } });
});

test('a first deployment publishes before it tests a model', async () => {
  const { world, port } = makeWorld(undefined);
  expect((await shipStage(port, OPTIONS)).failed).toBeUndefined();
  expect(world.log).toEqual([
    'deploy',
    'smoke champions',
    'publish',
    'move champion',
    'smoke leads@v2 as caller',
    'protect',
  ]);
  expect(world.state?.aliases).toEqual({ champion: 'v2' });
});

test.each([undefined, BEFORE])(
  'a model that cannot be published stops before anything is deployed',
  async (state) => {
    const { world, port } = makeWorld(state, { operation: 'check', done: false });
    await expect(shipStage(port, OPTIONS)).rejects.toThrow('no check');
    expect(world.log).toEqual(['check']);
    expect(world.state).toEqual(state);
  },
);

test('without a model the code alone is deployed and tested', async () => {
  const { world, port } = makeWorld(BEFORE);
  await shipStage(port, { protect: false });
  expect(world.log).toEqual(['deploy', 'smoke champions']);
  expect(world.state?.aliases).toEqual(BEFORE.aliases);
});

describe.each(ORDER)('when “%s” fails', (operation) => {
  test.each([false, true])(
    'code, champion and challenger are those of before (its effect was made: %s)',
    async (done) => {
      const { world, port } = makeWorld(BEFORE, { operation, done });
      const { failed } = await shipStage(port, OPTIONS);
      expect(failed).toMatchObject({ reason: `no ${operation}`, back: { complete: true } });
      expect(world.state).toEqual(BEFORE);
      // Nothing after it was begun, and what answers now was tested.
      expect(world.log.slice(0, ORDER.indexOf(operation) + 1)).toEqual(
        ORDER.slice(0, ORDER.indexOf(operation) + 1),
      );
      expect(world.log.at(-1)).toBe('smoke champions');
      const summary = renderShipped(
        'prod',
        await shipStage(makeWorld(BEFORE, { operation, done }).port, OPTIONS),
      );
      expect(summary[0]).toBe(`## prod: ${failed!.step} failed`);
      expect(summary).toContain('**prod is back at what it was before.**');
    },
  );

  test('for the first deployment there is nothing to go back to, and it says so', async () => {
    const { port } = makeWorld(undefined, { operation, done: true });
    const shipped = await shipStage(port, OPTIONS);
    if (shipped.failed === undefined) {
      expect(['move challenger', 'smoke leads@v2']).toContain(operation);
      return;
    }
    expect(shipped.failed.back).toMatchObject({ complete: false });
    expect(renderShipped('prod', shipped).join('\n')).toContain('first deployment of the stage');
  });
});

test('an alias that cannot be taken back does not keep the code from going back, and the summary says it', async () => {
  const { world, port } = makeWorld(BEFORE, { operation: 'protect', done: false });
  const models = {
    ...port.models,
    takeBack: async () => {
      throw new Error('throttled');
    },
  };
  const { failed } = await shipStage({ ...port, models }, OPTIONS);
  expect(world.state?.template).toBe('old');
  expect(failed!.back).toMatchObject({
    complete: false,
    lines: expect.arrayContaining(['Taking back champion of leads failed: throttled']),
  });
});

test.each([
  ['UPDATE_ROLLBACK_COMPLETE', true, 'CloudFormation itself went back to commit c1.'],
  ['UPDATE_ROLLBACK_FAILED', false, 'the stack is UPDATE_ROLLBACK_FAILED'],
])('a deployment that leaves the stack %s', async (status, complete, line) => {
  const { world, port } = makeWorld(BEFORE);
  const deploy = async () => {
    world.state = { ...BEFORE, template: 'half', status };
    throw new Error('serverless deploy ended with 1');
  };
  const { failed } = await shipStage({ ...port, deploy }, OPTIONS);
  expect(failed!.back.complete).toBe(complete);
  expect(failed!.back.lines.join('\n')).toContain(line);
  expect(world.log).not.toContain('restore');
});

test('a champion that somebody went back to is not replaced by the file that it replaced', async () => {
  const { world, port } = makeWorld(BEFORE);
  const models = { ...port.models, wasReplaced: async () => true };
  const { done } = await shipStage({ ...port, models }, { ...OPTIONS, protect: false });
  expect(world.state?.aliases).toEqual(BEFORE.aliases);
  expect(done.join('\n')).toContain('npx scorelane models promote leads@v2');
});
