/** Where the emulators answer. */
export interface Endpoints {
  readonly sqs: string;
  readonly s3: string;
  readonly dynamodb: string;
}

export const REGION = 'us-east-1';
/** The account that the emulators belong to. */
export const ACCOUNT_ID = '000000000000';
/** The emulators take any; these never leave the machine. */
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** What makes every AWS client of this process speak to the emulators, and to nothing else. */
export function awsEnvironment(endpoints: Endpoints): Record<string, string> {
  return {
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
  };
}

/**
 * Replaces every AWS_* variable of an environment by those of the local stack: a developer's own profile, session
 * or endpoint must neither be used nor break the stack.
 */
export function useLocalAws(env: NodeJS.ProcessEnv, endpoints: Endpoints): void {
  for (const name of Object.keys(env)) if (name.startsWith('AWS_')) delete env[name];
  Object.assign(env, awsEnvironment(endpoints));
}
