import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { InputError } from '../../errors.ts';
import { callAsUser } from './call-as-user.ts';

/** Logical name of a template output → the setting that the functions know the same thing by. */
const SETTINGS = {
  BucketName: 'BUCKET',
  PredictionsTableName: 'PREDICTIONS_TABLE',
  RegistryTableName: 'REGISTRY_TABLE',
  ScoreQueueUrl: 'SCORE_QUEUE_URL',
  WebhookQueueUrl: 'WEBHOOK_QUEUE_URL',
} as const;

/** Of later releases: a stage that was deployed before has none, and does all but what needs them. */
const LATER: Readonly<Record<string, string>> = { ReferencesTableName: 'REFERENCES_TABLE' };

export interface DeployedStack {
  readonly apiUrl: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * What the outputs of a deployed stage say.
 *
 * @throws {InputError} there is no such stack, or it is none of ours
 */
export async function findStack(stage: string): Promise<DeployedStack> {
  const name = `scorelane-${stage}`;
  const client = new CloudFormationClient();
  const { Stacks } = await callAsUser(
    `looking up the stack ${name}`,
    () => client.send(new DescribeStacksCommand({ StackName: name })),
    {
      ValidationError() {
        throw new InputError(
          `--stage: expected “local” or a deployed stage, got “${stage}”: CloudFormation knows no stack ${name} in this region and account.`,
        );
      },
    },
  );
  const outputs = new Map(
    Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
  const settings = Object.entries(SETTINGS).map(
    ([output, setting]) => [setting, outputs.get(output)] as const,
  );
  const apiUrl = outputs.get('ApiUrl');
  if (apiUrl === undefined || settings.some(([, value]) => value === undefined)) {
    throw new InputError(`--stage: expected the outputs of a Scorelane stack, found others in ${name}.`);
  }
  const later = Object.entries(LATER).flatMap(([output, setting]) => {
    const value = outputs.get(output);
    return value === undefined ? [] : [[setting, value] as const];
  });
  return { apiUrl, environment: Object.fromEntries([...settings, ...later]) as Record<string, string> };
}
