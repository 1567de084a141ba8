import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import {
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
} from '@aws-sdk/client-iam';
import { AccountError } from './explain-error.ts';
import {
  EARLIER_ROLE,
  ISSUER,
  PROVIDER,
  type Repository,
  roleName,
  STACK,
  stackOfRole,
} from './make-template.ts';

const AUDIENCE = 'sts.amazonaws.com';

/** Whether a stack can be changed, or has to go before it can be made; nothing when there is none. */
export type StackState = 'kept' | 'rolled back' | undefined;

/** What an account has of what this makes. */
export interface Account {
  readonly region: string;
  /** Of the stack of GitHub's provider. */
  readonly provider: StackState;
  /** GitHub's provider is there, and not by that stack. */
  readonly providerExists: boolean;
  /** The provider's stack is of a version that made one role for all environments. */
  readonly isEarlier: boolean;
  /** Of the stacks of the environments asked for. */
  readonly roles: Readonly<Record<string, StackState>>;
  /** Which repositories the roles trust that would be changed. */
  readonly trusted: readonly Trusted[];
}

export interface Trusted {
  /** As `owner/name`. */
  readonly repository: string;
  /** GitHub's number. */
  readonly id?: number;
}

/**
 * Looks at the account of the shell's credentials, and changes nothing.
 *
 * @param environments whose roles are to be made
 * @throws {AccountError} a stack is in a state that nothing can be done in, or somebody else's roles have the names
 */
export async function lookAtAccount(environments: readonly string[]): Promise<Account> {
  const client = new CloudFormationClient();
  const iam = new IAMClient();
  const provider = await readState(client, STACK);
  const own = provider === 'kept' ? await readLogicalIds(client, STACK) : [];
  const isEarlier = own.includes(EARLIER_ROLE);
  const trusted = isEarlier ? await readTrust(client, STACK) : [];
  const roles: Record<string, StackState> = {};
  for (const environment of environments) {
    const state = await readState(client, stackOfRole(environment));
    roles[environment] = state;
    if (state === 'kept') trusted.push(...(await readTrust(client, stackOfRole(environment))));
    else await refuseTaken(iam, environment);
  }
  const providerExists = !own.includes(PROVIDER) && (await hasProvider(iam));
  return { region: await client.config.region(), provider, providerExists, isEarlier, roles, trusted };
}

/** @throws {AccountError} CloudFormation takes no change of the stack */
async function readState(client: CloudFormationClient, name: string): Promise<StackState> {
  const stack = await findStack(client, name);
  if (stack === undefined) return undefined;
  refuseState(stack);
  return stack.StackStatus === 'ROLLBACK_COMPLETE' ? 'rolled back' : 'kept';
}

async function findStack(client: CloudFormationClient, name: string): Promise<Stack | undefined> {
  try {
    return (await client.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0];
  } catch (error) {
    if ((error as Error).name === 'ValidationError' && /does not exist/.test((error as Error).message))
      return undefined;
    throw error;
  }
}

/** States in which CloudFormation takes neither an update nor anything that would lose what is there. */
function refuseState({ StackName, StackStatus, StackStatusReason: reason }: Stack): void {
  const status = String(StackStatus);
  const remove = `aws cloudformation delete-stack --stack-name ${StackName}`;
  const because = reason === undefined ? '' : ` (${reason})`;
  const say = (what: string): never => {
    throw new AccountError(
      `the stack ${StackName} is in the state ${status}${because}: ${what}, then run this again`,
    );
  };
  if (status === 'REVIEW_IN_PROGRESS')
    say(
      `somebody has made a change set of it and not executed it; execute that, or take the stack away with ${remove}`,
    );
  if (status === 'UPDATE_ROLLBACK_FAILED')
    say(
      `repair what the reason says, and finish the rollback with aws cloudformation continue-update-rollback --stack-name ${StackName}`,
    );
  if (status.endsWith('_IN_PROGRESS')) say('wait until CloudFormation has finished');
  if (status.endsWith('_FAILED')) say(`take it away with ${remove}`);
}

async function readLogicalIds(client: CloudFormationClient, StackName: string): Promise<string[]> {
  const { StackResourceSummaries = [] } = await client.send(new ListStackResourcesCommand({ StackName }));
  return StackResourceSummaries.filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_COMPLETE').map(
    ({ LogicalResourceId }) => LogicalResourceId!,
  );
}

/** By the subjects that the stack's role trusts. */
async function readTrust(client: CloudFormationClient, StackName: string): Promise<Trusted[]> {
  const { TemplateBody = '' } = await client.send(new GetTemplateCommand({ StackName }));
  const subjects = TemplateBody.matchAll(
    /repo:(?<owner>[\w.-]+)(?:@\d+)?\/(?<name>[\w.-]+?)(?:@(?<id>\d+))?:environment:/g,
  );
  return [...subjects].map(({ groups = {} }) => ({
    repository: `${groups.owner}/${groups.name}`,
    ...(groups.id === undefined ? {} : { id: Number(groups.id) }),
  }));
}

/**
 * The other repository that the roles trust, if there is one. A repository that was renamed is the same one; one that was
 * deleted and made again is another.
 */
export function findOtherRepository(
  trusted: readonly Trusted[],
  { owner, name, id }: Repository,
): string | undefined {
  const numbered = trusted.filter((each) => each.id !== undefined);
  const isOther =
    numbered.length > 0
      ? (each: Trusted) => each.id !== undefined && each.id !== id
      : (each: Trusted) => each.repository.toLowerCase() !== `${owner}/${name}`.toLowerCase();
  return trusted.find(isOther)?.repository;
}

/** @throws {AccountError} GitHub's provider is there, and would not let our jobs in */
async function hasProvider(iam: IAMClient): Promise<boolean> {
  const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
  const arn = OpenIDConnectProviderList.map(({ Arn }) => Arn!).find((each) => each.endsWith(`/${ISSUER}`));
  if (arn === undefined) return false;
  const request = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn });
  const { ClientIDList = [] } = await iam.send(request);
  if (!ClientIDList.includes(AUDIENCE))
    throw new AccountError(
      `the account’s OIDC provider of GitHub is not for ${AUDIENCE}: aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${arn} --client-id ${AUDIENCE}, then run this again`,
    );
  return true;
}

/** Roles have no region, stacks have one. */
async function refuseTaken(iam: IAMClient, environment: string): Promise<void> {
  const role = roleName(environment);
  try {
    await iam.send(new GetRoleCommand({ RoleName: role }));
  } catch (error) {
    if (/^NoSuchEntity/.test((error as Error).name)) return;
    throw error;
  }
  throw new AccountError(
    `the role ${role} exists, and not by the stack ${stackOfRole(environment)} of this region. If it was made in another region, nothing is to be done: it deploys to every region, and AWS_REGION chooses where it is changed. Otherwise take it away: aws iam delete-role --role-name ${role}`,
  );
}
