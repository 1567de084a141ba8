import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/**
 * stack-output.ts STAGE OUTPUT [NAME]: an output of a stage's stack, as `NAME=value` for $GITHUB_OUTPUT, or alone. Nothing,
 * where there is no such stack yet.
 */
const [stage, output, name] = process.argv.slice(2);
if (stage === undefined || output === undefined) {
  console.error('expected STAGE OUTPUT [NAME], such as: stack-output.ts prod ApiUrl url');
  process.exit(2);
}
const client = new CloudFormationClient();
const { Stacks } = await client
  .send(new DescribeStacksCommand({ StackName: `scorelane-${stage}` }))
  .catch((error: Error) => {
    if (error.name === 'ValidationError' && error.message.includes('does not exist')) return { Stacks: [] };
    throw error;
  });
const value = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === output)?.OutputValue ?? '';
console.log(name === undefined ? value : `${name}=${value}`);
