import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { AccountError } from './explain-error.ts';
import type { StackState } from './look-at-account.ts';

const WAIT_SECONDS = 900;

/** A stack to make or to change; one without a template goes. */
export interface Change {
  readonly stack: string;
  readonly state: StackState;
  readonly template?: object;
}

/**
 * Makes or changes a stack, and waits for it. One whose creation was rolled back is taken away before, as CloudFormation changes
 * it no more.
 *
 * @returns the outputs
 * @throws {AccountError} CloudFormation could not make it; the message has its reason
 */
export async function applyChange({
  stack: StackName,
  state,
  template,
}: Change): Promise<Readonly<Record<string, string>>> {
  const client = new CloudFormationClient();
  const stack = { StackName };
  const waiter = { client, maxWaitTime: WAIT_SECONDS, minDelay: 1, maxDelay: 10 };
  const since = new Date();
  const finish = (wait: Promise<unknown>) =>
    wait.catch(async (error: Error) => {
      throw new AccountError(await explainFailure(client, StackName, since, error));
    });
  if (template === undefined || state === 'rolled back') {
    await client.send(new DeleteStackCommand(stack));
    await finish(waitUntilStackDeleteComplete(waiter, stack));
  }
  if (template === undefined) return {};
  const request = {
    ...stack,
    TemplateBody: JSON.stringify(template),
    Capabilities: ['CAPABILITY_NAMED_IAM' as const],
  };
  if (state === 'kept') {
    if (await update(client, request)) await finish(waitUntilStackUpdateComplete(waiter, stack));
  } else {
    await client.send(new CreateStackCommand(request));
    await finish(waitUntilStackCreateComplete(waiter, stack));
  }
  const { Stacks } = await client.send(new DescribeStacksCommand(stack));
  return Object.fromEntries(
    (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!]),
  );
}

/** @returns whether there was anything to change */
const update = (client: CloudFormationClient, request: UpdateStackCommand['input']): Promise<boolean> =>
  client.send(new UpdateStackCommand(request)).then(
    () => true,
    (refusal: Error) => {
      if (refusal.message.includes('No updates are to be performed')) return false;
      throw refusal;
    },
  );

/** The first resource that failed; the others were canceled because of it. */
async function explainFailure(
  client: CloudFormationClient,
  StackName: string,
  since: Date,
  error: Error,
): Promise<string> {
  if (error.name === 'TimeoutError')
    return `CloudFormation has not finished with ${StackName} after ${WAIT_SECONDS / 60} minutes: look at the stack, and run this again when it has`;
  const events = await client.send(new DescribeStackEventsCommand({ StackName })).catch(() => undefined);
  const failed = (events?.StackEvents ?? [])
    .filter(
      ({ ResourceStatus = '', ResourceStatusReason = '', Timestamp = since }) =>
        ResourceStatus.endsWith('_FAILED') &&
        !/cancell?ed/i.test(ResourceStatusReason) &&
        // By AWS's clock, which may be behind.
        Timestamp.getTime() >= since.getTime() - 60_000,
    )
    .at(-1);
  const reason =
    failed === undefined
      ? `aws cloudformation describe-stack-events --stack-name ${StackName} says why`
      : `${failed.LogicalResourceId}: ${failed.ResourceStatusReason}`;
  return `CloudFormation could not make ${StackName}, and took back what it had made (${reason}). Repair that, then run this again`;
}
