import * as z from 'zod/mini';
import { say } from '../contract/parts.ts';

const name = z.string().check(z.minLength(1));

/**
 * Every setting of the functions. This file is the only reader of `process.env` in lib and functions.
 */
export const SETTINGS = {
  PREDICTIONS_TABLE: say(name, 'DynamoDB table of the predictions.'),
  REFERENCES_TABLE: say(name, 'DynamoDB table of the references: which predictions are about a lead.'),
  OUTCOMES_TABLE: say(
    name,
    'DynamoDB table of the outcomes: scored leads, without their values, and what became of them.',
  ),
  KEPT_LEADS_TABLE: say(
    name,
    'DynamoDB table of the values of leads as they were scored; empty where `LEAD_DAYS` is 0.',
  ),
  REGISTRY_TABLE: say(name, 'DynamoDB table of the registry.'),
  SCORE_QUEUE_URL: say(z.url(), 'URL of the queue that the worker reads.'),
  WEBHOOK_QUEUE_URL: say(z.url(), 'URL of the queue of webhooks.'),
  JOB_STEP_QUEUE_URL: say(
    z.url(),
    'URL of the queue of steps of jobs: files that are cut, and results that are joined.',
  ),
  JOB_CHUNK_QUEUE_URL: say(z.url(), 'URL of the queue of chunks of jobs.'),
  JOB_CHUNK_BYTES: say(
    z.coerce.number().check(z.int(), z.minimum(1), z.maximum(268_435_456)),
    'How large the chunks of a job are, bytes of its file; those of files beyond 75 GB are larger. Below 4 MiB S3 cannot copy the parts of a result, and all of it goes through one function.',
  ),
  TRAINING_MACHINE_ARN: say(
    z.string().check(z.regex(/^arn:[^:]+:states:[^:]*:\d*:stateMachine:[^:]+$/)),
    'ARN of the state machine that trains models.',
  ),
  WEBHOOK_HOSTS: say(
    z.enum(['public', 'any']),
    'Which addresses webhooks may have. The local stack lets any through.',
  ),
  STAGE: say(name, 'What the stage is called.'),
  METRICS: say(z.enum(['emf', 'off']), "Where metrics go: into the log in CloudWatch's format, or nowhere."),
  BUCKET: say(name, 'Bucket of the artifacts and the dead letters.'),
  MODEL_NAME: say(name, 'The model that is asked when a request names none.'),
  RECORD_TTL_DAYS: say(
    z.coerce.number().check(z.int(), z.minimum(1), z.maximum(3650)),
    'How long a prediction is kept, days.',
  ),
  OUTCOME_DAYS: say(
    z.coerce.number().check(z.int(), z.minimum(1), z.maximum(3650)),
    'How long scored leads and outcomes are kept, days.',
  ),
  LEAD_DAYS: say(
    z.coerce.number().check(z.int(), z.minimum(0), z.maximum(3650)),
    'How long the values of scored leads with a reference are kept, days; 0: they are not.',
  ),
  ALIAS_TTL_SECONDS: say(
    z.coerce.number().check(z.int(), z.minimum(0), z.maximum(3600)),
    'How long a running function may go on with what an alias pointed to, seconds.',
  ),
  API_AUTH: say(
    z.enum(['required', 'off']),
    'Whether the API asks for keys. The local stack does not unless it is told to.',
  ),
  BASE_PATH: say(
    z.optional(z.string().check(z.regex(/^(?:\/[A-Za-z0-9._~-]+)*$/, 'expected a path such as /api'))),
    'What stands before every path of the API, such as `/api`, where a domain, a load balancer or a proxy puts it there; empty: nothing. Addresses in answers carry it; requests are answered with and without it.',
  ),
  CLOCK_FILE: say(
    z.optional(name),
    'File that says how far the clock of the functions runs from the machine’s. Set by the local stack, for `scorelane clock`; no stage on AWS has it.',
  ),
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: say(
    z.optional(z.coerce.number().check(z.int(), z.minimum(128), z.maximum(10_240))),
    "How much memory the function has, MB. Set by Lambda; the local stack's functions have what the machine has.",
  ),
  AWS_ENDPOINT_URL_S3: say(
    z.optional(z.url()),
    'Where S3, or a store that speaks as S3 does, answers: set by the local stack, and by those who run on a store of their own. Such stores have no bucket host names, so that buckets stand in paths then.',
  ),
  AWS_ENDPOINT_URL: say(
    z.optional(z.url()),
    'Where every AWS service answers that has no address of its own set, such as AWS_ENDPOINT_URL_SQS.',
  ),
} as const;

export type Settings = { [K in keyof typeof SETTINGS]: z.infer<(typeof SETTINGS)[K]> };
export type SettingName = keyof Settings;

/**
 * The named settings from the environment.
 *
 * @throws {Error} naming every setting that is missing or wrong, at once
 */
export function readConfig<K extends SettingName>(
  names: readonly K[],
  environment: NodeJS.ProcessEnv = process.env,
): Pick<Settings, K> {
  const wrong: string[] = [];
  const config: Record<string, unknown> = {};
  for (const key of names) {
    const parsed = SETTINGS[key].safeParse(environment[key]);
    if (parsed.success) config[key] = parsed.data;
    else
      wrong.push(
        `${key} (${parsed.error.issues[0]?.message ?? 'invalid'}; it is ${environment[key] ?? 'not set'})`,
      );
  }
  if (wrong.length > 0) throw new Error(`configuration: wrong or missing: ${wrong.join(', ')}`);
  return config as Pick<Settings, K>;
}

/** How buckets are named in addresses. It follows the endpoint, which the SDK reads from this process's environment. */
export function readS3Style(environment: NodeJS.ProcessEnv = process.env): 'path' | 'host' {
  // The SDK takes an empty one for none.
  const { AWS_ENDPOINT_URL_S3: own, AWS_ENDPOINT_URL: any } = environment;
  const set = { AWS_ENDPOINT_URL_S3: own || undefined, AWS_ENDPOINT_URL: any || undefined };
  const endpoints = Object.values(readConfig(['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'], set));
  return endpoints.some((endpoint) => endpoint !== undefined) ? 'path' : 'host';
}
