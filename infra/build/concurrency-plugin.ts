import {
  alarmThreshold,
  type Concurrency,
  capConcurrency,
  explainCaps,
  readAccountLimit,
} from './cap-concurrency.ts';

/** What osls offers a source of variables. */
interface Resolving {
  resolveVariable(variable: string): Promise<unknown>;
}

/** What rows of earlier releases do not have: people keep their own `infra/stages.yml`. */
const LATER = { outcomeDays: 400, leadDays: 0 };

let explanation: string | undefined;

/**
 * `${stage:row}` in serverless.yml: the stage's row of infra/stages.yml (that of dev, where it has none), its concurrency capped
 * to what the account may have, and `concurrencyAlarm`. Says what it has capped when the service is packaged.
 */
export default class ConcurrencyPlugin {
  readonly configurationVariablesSources = {
    stage: {
      async resolve({ resolveVariable }: Resolving): Promise<{ readonly value: unknown }> {
        const [stage, stages, given] = (await Promise.all(
          ['sls:stage', 'self:custom.stages', 'self:custom.accountConcurrency'].map(resolveVariable),
        )) as [string, Readonly<Record<string, Concurrency>>, unknown];
        const row = stages[stage] ?? stages.dev!;
        const limit = readAccountLimit(given);
        const capped = capConcurrency(row, limit);
        explanation = explainCaps(stage, row, capped, limit);
        return { value: { ...LATER, ...row, ...capped, concurrencyAlarm: alarmThreshold(limit) } };
      },
    },
  };
  readonly hooks = {
    'before:package:cleanup': () => {
      if (explanation !== undefined) console.log(explanation);
    },
  };
}
