import {
  alarmThreshold,
  type Concurrency,
  capConcurrency,
  explainCaps,
  USUAL_LIMIT,
} from './cap-concurrency.ts';

/** What osls offers a source of variables. */
interface Resolving {
  resolveVariable(variable: string): Promise<unknown>;
}

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
        const limit = readLimit(given);
        const capped = capConcurrency(row, limit);
        explanation = explainCaps(stage, row, capped, limit);
        return { value: { ...row, ...capped, concurrencyAlarm: alarmThreshold(limit) } };
      },
    },
  };
  readonly hooks = {
    'before:package:cleanup': () => {
      if (explanation !== undefined) console.log(explanation);
    },
  };
}

/** Empty, as a workflow passes a variable that is not set: the usual limit, so that no row is capped. */
function readLimit(given: unknown): number {
  const text = String(given);
  if (text === '') return USUAL_LIMIT;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0) return limit;
  const error = new Error(
    `ACCOUNT_CONCURRENCY: expected a whole number of concurrent executions, such as 10, got “${text}”. Your account's: aws lambda get-account-settings --query AccountLimit.ConcurrentExecutions`,
  );
  // osls prints the stack.
  error.stack = error.message;
  throw error;
}
