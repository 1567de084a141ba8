import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';

export const STACK = 'scorelane-bootstrap';
const WAIT_SECONDS = 600;

/** Makes or changes the stack, and waits for it. @returns the role's ARN */
export async function applyTemplate(text: string): Promise<string> {
  const client = new CloudFormationClient();
  const stack = { StackName: STACK };
  const request = { ...stack, TemplateBody: text, Capabilities: ['CAPABILITY_NAMED_IAM' as const] };
  const waiter = { client, maxWaitTime: WAIT_SECONDS, minDelay: 1, maxDelay: 10 };
  try {
    await client.send(new CreateStackCommand(request));
    await waitUntilStackCreateComplete(waiter, stack);
  } catch (error) {
    if ((error as Error).name !== 'AlreadyExistsException') throw error;
    const changed = await client.send(new UpdateStackCommand(request)).then(
      () => true,
      (refusal: Error) => {
        if (refusal.message.includes('No updates are to be performed')) return false;
        throw refusal;
      },
    );
    if (changed) await waitUntilStackUpdateComplete(waiter, stack);
  }
  const { Stacks } = await client.send(new DescribeStacksCommand(stack));
  const arn = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'RoleArn')?.OutputValue;
  if (arn === undefined) throw new Error(`the stack ${STACK} has no output RoleArn`);
  return arn;
}
