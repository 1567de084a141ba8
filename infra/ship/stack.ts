import { setTimeout as pause } from 'node:timers/promises';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  type Stack,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { callAsUser } from '../../lib/adapters/aws/call-as-user.ts';
import { InputError } from '../../lib/errors.ts';
import { boundRoles } from '../bootstrap/bound-roles.ts';
import type { StackBefore, StackPort } from './ship-world.ts';

/** Beside the archives of the stage, which the deployment tool clears away by the times in their names. */
const keptTemplate = (stage: string): string =>
  `serverless/scorelane/${stage}/before-the-last-deployment.json`;
const ASK_AGAIN_MS = 5000;
/** A deployment takes minutes. */
const SETTLE_WITHIN_MS = 30 * 60_000;

/**
 * The stack of a stage in the account and region of the credentials.
 *
 * @param boundary of the stage's roles, an ARN. The template to go back to gets it, too: the deploy role may give it to roles
 * of an earlier release, and may not take it away. Empty: they have none
 */
export function openStack(stage: string, boundary = ''): StackPort {
  const name = `scorelane-${stage}`;
  const cloudFormation = new CloudFormationClient();
  const s3 = new S3Client();

  const describe = async (): Promise<Stack | undefined> => {
    const answer = await callAsUser(
      `looking at the stack ${name}`,
      () => cloudFormation.send(new DescribeStacksCommand({ StackName: name })),
      { ValidationError: () => ({ Stacks: [] }) },
    );
    return answer.Stacks?.[0];
  };
  const readTemplate = async (): Promise<string> =>
    (
      await callAsUser(`reading the template of ${name}`, () =>
        cloudFormation.send(new GetTemplateCommand({ StackName: name, TemplateStage: 'Original' })),
      )
    ).TemplateBody ?? '';
  const settled = async (): Promise<Stack | undefined> => {
    const deadline = Date.now() + SETTLE_WITHIN_MS;
    for (;;) {
      const stack = await describe();
      if (!stack?.StackStatus?.endsWith('_IN_PROGRESS')) return stack;
      if (Date.now() > deadline)
        throw new Error(`${name} is still ${stack.StackStatus} after ${SETTLE_WITHIN_MS / 60_000} minutes`);
      await pause(ASK_AGAIN_MS);
    }
  };

  return {
    async remember(): Promise<StackBefore | undefined> {
      const stack = await describe();
      if (stack === undefined) return undefined;
      checkState(name, stack);
      // A stack whose first deployment failed holds the deployment bucket only.
      if (outputOf(stack, 'ApiUrl') === '') return undefined;
      const bucket = outputOf(stack, 'ServerlessDeploymentBucketName');
      const template = await readTemplate();
      await callAsUser(`keeping the template of ${name} for the way back`, () =>
        s3.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: keptTemplate(stage),
            Body: JSON.stringify(boundRoles(JSON.parse(template), boundary)),
          }),
        ),
      );
      const [, partition = 'aws', , region] = (stack.StackId ?? '').split(':');
      const domain = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
      return {
        commit: outputOf(stack, 'Commit') || 'not known',
        template,
        templateUrl: `https://s3.${region}.${domain}/${bucket}/${keptTemplate(stage)}`,
      };
    },

    async settle() {
      const stack = await settled();
      return stack && { status: stack.StackStatus ?? '', template: await readTemplate() };
    },

    async restore({ templateUrl }) {
      await cloudFormation.send(
        new UpdateStackCommand({
          StackName: name,
          TemplateURL: templateUrl,
          Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
        }),
      );
      const stack = await settled();
      if (stack?.StackStatus !== 'UPDATE_COMPLETE')
        throw new Error(
          `expected ${name} to become UPDATE_COMPLETE, it is ${stack?.StackStatus}: ${stack?.StackStatusReason ?? 'look at its events'}`,
        );
    },

    async output(output) {
      const stack = await describe();
      return stack === undefined ? '' : outputOf(stack, output);
    },

    async protect() {
      await callAsUser(`protecting ${name}`, () =>
        cloudFormation.send(
          new UpdateTerminationProtectionCommand({ StackName: name, EnableTerminationProtection: true }),
        ),
      );
    },
  };
}

const outputOf = ({ Outputs = [] }: Stack, name: string): string =>
  Outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue ?? '';

/** @throws {InputError} */
function checkState(name: string, stack: Stack): void {
  const status = String(stack.StackStatus);
  const advice = ADVICE.find(([pattern]) => pattern.test(status))?.[1];
  if (advice === undefined) return;
  throw new InputError(
    `expected a stack ${name} that can be deployed to, it is ${status}: ${advice.replaceAll('NAME', name)}. Nothing was changed.`,
  );
}

const ADVICE: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [/_IN_PROGRESS$/, 'wait until the change that runs has ended'],
  [
    /^(ROLLBACK_COMPLETE|ROLLBACK_FAILED|CREATE_FAILED|DELETE_FAILED)$/,
    'it was never created; take it away with aws cloudformation delete-stack --stack-name NAME',
  ],
  [
    /^UPDATE_(ROLLBACK_)?FAILED$/,
    'look at its events, then aws cloudformation continue-update-rollback --stack-name NAME',
  ],
];
