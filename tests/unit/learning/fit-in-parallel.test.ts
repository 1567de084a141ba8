import type { FitInput, FitTask } from '../../../lib/learning/fit-candidate.ts';
import { createFitter } from '../../../lib/learning/fit-in-parallel.ts';
import { planTraining } from '../../../lib/learning/plan-training.ts';
import { generateSample } from '../../../lib/learning/sample/generate-sample.ts';
import { listSplits } from '../../../lib/learning/try-candidates.ts';

/** What a test puts in the place of the threads' program. */
let program: URL | undefined;
jest.mock('../../../lib/learning/fit-worker-file.ts', () => {
  const { FIT_WORKER } = jest.requireActual('../../../lib/learning/fit-worker-file.ts');
  return {
    get FIT_WORKER() {
      return program ?? FIT_WORKER;
    },
  };
});
const write = (script: string) => new URL(`data:text/javascript,${encodeURIComponent(script)}`);

const plan = planTraining({
  data: generateSample({ rows: 2000, seed: 1 }).csv,
  target: 'converted',
  name: 'm',
  createdAt: new Date(0),
  trainers: ['logistic'],
});
const input: FitInput = plan.fitInput;
const tasks: FitTask[] = listSplits(plan.split).map(({ train, test }) => ({
  spec: plan.specs[0]!,
  train,
  predict: test,
}));
/** How each of them ended, which they all must. */
async function fitAll(threads: number) {
  const fitter = createFitter(input, threads);
  const ends = await Promise.allSettled(tasks.map((task) => fitter.fit(task)));
  const afterwards = await fitter.fit(tasks[0]!).catch((error: Error) => error);
  await fitter.close();
  return { ends, afterwards };
}
afterEach(() => {
  program = undefined;
});

test('threads give what one gives', async () => {
  const [one, three] = [await fitAll(1), await fitAll(3)];
  expect(three).toEqual(one);
  expect(three.ends.map(({ status }) => status)).toEqual(tasks.map(() => 'fulfilled'));
});

describe('every fit is told of when a thread', () => {
  const expectAll = async (message: RegExp, name?: string) => {
    const { ends, afterwards } = await fitAll(2);
    for (const end of ends) {
      const { reason } = end as PromiseRejectedResult;
      expect(reason.message).toMatch(message);
      if (name !== undefined) expect(reason.name).toBe(name);
    }
    expect((afterwards as Error).message).toMatch(message);
  };

  test('is not there', async () => {
    program = new URL('./nothing.ts', 'file:///nowhere/');
    await expectAll(/nowhere/);
  });

  test('ends in silence', async () => {
    program = write(`import { parentPort } from 'node:worker_threads';
      parentPort.on('message', () => process.exit(7));`);
    await expectAll(/ended with 7/, 'PermanentError');
  });

  test('needs more memory than there is', async () => {
    // Node's own error, of a small thread in the thread.
    program = write(`import { parentPort, Worker } from 'node:worker_threads';
      const small = () => new Worker('const all = []; for (;;) all.push(new Array(1000).fill({}))',
        { eval: true, resourceLimits: { maxOldGenerationSizeMb: 8 } }).on('error', (error) => { throw error; });
      parentPort.once('message', small);`);
    await expectAll(/more memory than it may have .*sample of the rows/, 'PermanentError');
  });

  test('is ended before it is done', async () => {
    const fitter = createFitter(input, 2);
    const ends = Promise.allSettled(tasks.map((task) => fitter.fit(task)));
    await fitter.close();
    for (const end of await ends)
      expect(end).toMatchObject({ status: 'rejected', reason: { message: 'fitting was ended' } });
  });
});
