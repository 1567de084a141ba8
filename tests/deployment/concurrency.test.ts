import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  alarmThreshold,
  type Concurrency,
  capConcurrency,
  explainCaps,
  KEPT_SHARE,
  readAccountLimit,
  sumConcurrency,
} from '../../infra/build/cap-concurrency.ts';
import ConcurrencyPlugin from '../../infra/build/concurrency-plugin.ts';
import { ROWS } from '../infra/expectations/deployed.ts';
import { ROOT } from '../support/node24.ts';
import { logicalName, packageService } from '../support/packaged-service.ts';

const prod: Concurrency = ROWS.prod!;
/** AWS's least of each, and two for dead letters. */
const LEAST_OF_ALL = 2 + 2 + 2 + 2 + 1 + 2;

const row = fc.record({
  scoringAtATime: fc.integer({ min: 2, max: 1000 }),
  chunksAtATime: fc.integer({ min: 2, max: 1000 }),
  stepsAtATime: fc.integer({ min: 2, max: 1000 }),
  webhooksAtATime: fc.integer({ min: 2, max: 1000 }),
  trainersAtATime: fc.integer({ min: 1, max: 40 }),
});

test('half of the account stays for the API, whatever the row says, as far as AWS lets it', () => {
  fc.assert(
    fc.property(row, fc.integer({ min: 1, max: 2000 }), (given, limit) => {
      const capped = capConcurrency(given, limit);
      const budget = limit * (1 - KEPT_SHARE);
      expect(sumConcurrency(capped)).toBeLessThanOrEqual(Math.max(LEAST_OF_ALL, budget));
      for (const name of Object.keys(given) as (keyof Concurrency)[]) {
        expect(capped[name]).toBeLessThanOrEqual(given[name]);
        expect(capped[name]).toBeGreaterThanOrEqual(name === 'trainersAtATime' ? 1 : 2);
        // None is lowered for another that is larger.
        if (capped[name] < given[name])
          expect(capped[name]).toBeGreaterThanOrEqual(Math.max(...Object.values(capped)) - 1);
      }
    }),
  );
});

test('an account as AWS gives it, and every row of the stages, is not capped', () => {
  for (const each of Object.values(ROWS)) expect(capConcurrency(each, 1000)).toMatchObject(plain(each));
  expect(explainCaps('prod', prod, capConcurrency(prod, 1000), 1000)).toBeUndefined();
});

test('the largest caps are lowered first', () => {
  expect(capConcurrency(prod, 100)).toEqual({
    scoringAtATime: 17,
    chunksAtATime: 17,
    stepsAtATime: 5,
    webhooksAtATime: 5,
    trainersAtATime: 4,
  });
});

function plain({
  scoringAtATime,
  chunksAtATime,
  stepsAtATime,
  webhooksAtATime,
  trainersAtATime,
}: Concurrency) {
  return { scoringAtATime, chunksAtATime, stepsAtATime, webhooksAtATime, trainersAtATime };
}

describe('packaged for an account of 10 concurrent executions', () => {
  const service = () => packageService('prod', { ACCOUNT_CONCURRENCY: '10' });

  test('no queue gets more than AWS’s least, and a training one function at a time', () => {
    const { all, resources } = service();
    const found = all('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => [
      logicalName(Properties.EventSourceArn),
      Properties.ScalingConfig.MaximumConcurrency,
    ]);
    expect(Object.fromEntries(found)).toEqual({
      ScoreQueue: 2,
      ScoreDeadLetterQueue: 2,
      WebhookQueue: 2,
      JobStepQueue: 2,
      JobChunkQueue: 2,
    });
    const { States } = resources.TrainingMachine!.Properties.Definition;
    expect(States.TrainCandidates.MaxConcurrency).toBe(1);
  });

  test('the alarm rings at eight', () => {
    expect(service().resources.ConcurrencyAlarm!.Properties.Threshold).toBe(alarmThreshold(10));
    expect(alarmThreshold(10)).toBe(8);
  });

  test('packaging says what was lowered, what is left, and how to raise the quota, as the guide does', () => {
    const { output } = service();
    expect(output).toContain('scoringAtATime 20 → 2, chunksAtATime 100 → 2');
    expect(output).toContain('while all of them are busy none of the 10 are free');
    const raise =
      'aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000';
    expect(output).toContain(raise);
    expect(readFileSync(join(ROOT, 'docs/how-to/deploy.md'), 'utf8')).toContain(raise);
  });

  test('an empty variable, as a workflow passes one that is not set, caps nothing', () => {
    const { resources, output } = packageService('prod', { ACCOUNT_CONCURRENCY: '' });
    expect(output).not.toContain('ACCOUNT_CONCURRENCY');
    const { States } = resources.TrainingMachine!.Properties.Definition;
    expect(States.TrainCandidates.MaxConcurrency).toBe(prod.trainersAtATime);
  });

  test('a word is refused in a sentence, without a stack', () => {
    let said = '';
    try {
      packageService('prod', { ACCOUNT_CONCURRENCY: 'ten' });
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toContain('expected a whole number of concurrent executions, such as 10, got “ten”');
    expect(said).not.toContain('readAccountLimit');
  });
});

test.each(['ten', '0', '1.5', '-3', ' '])('ACCOUNT_CONCURRENCY=%j is refused', (given) => {
  expect(() => readAccountLimit(given)).toThrow(`such as 10, got “${given}”`);
});

test('rows of an earlier release, which people keep, get what they lack, and keep what they say', async () => {
  const { outcomeDays: _, leadDays: __, ...earlier } = ROWS.prod!;
  const resolve = async (row: object) => {
    const variables: Readonly<Record<string, unknown>> = {
      'sls:stage': 'prod',
      'self:custom.stages': { prod: row },
      'self:custom.accountConcurrency': '1000',
    };
    const { value } = await new ConcurrencyPlugin().configurationVariablesSources.stage.resolve({
      resolveVariable: async (variable: string) => variables[variable],
    });
    return value;
  };
  expect(await resolve(earlier)).toMatchObject({ ...earlier, outcomeDays: 400, leadDays: 0 });
  expect(await resolve({ ...earlier, outcomeDays: 90, leadDays: 30 })).toMatchObject({
    outcomeDays: 90,
    leadDays: 30,
  });
});
