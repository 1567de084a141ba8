import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface FakeStack {
  readonly status: string;
  readonly template: string;
  readonly reason?: string;
  readonly events?: readonly { readonly id: string; readonly status: string; readonly reason: string }[];
}

/** What the account has, and how it answers; a test may change it at any time. */
export interface AccountState {
  readonly stacks: Map<string, FakeStack>;
  /** Audiences of GitHub's provider, where there is one. */
  provider?: readonly string[];
  readonly roles: Set<string>;
  /** Error codes by action. */
  readonly errors: Map<string, string>;
  /** Why the next stack cannot be made. */
  failure?: string;
}

const PROVIDER = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const members = (items: readonly string[]): string =>
  items.map((item) => `<member>${item}</member>`).join('');

class Refusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** CloudFormation and IAM as far as the bootstrap asks them, over the wire; what they would make is made at once. */
export async function startFakeAccount(state: AccountState) {
  const changes: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const query = new URLSearchParams(body);
    const action = query.get('Action')!;
    response.setHeader('content-type', 'text/xml');
    try {
      const code = state.errors.get(action);
      if (code !== undefined) throw new Refusal(code, `what AWS says of ${code}`);
      const result = ANSWERS[action]!(state, query, changes);
      response.end(`<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`);
    } catch (error) {
      const { code, message } = error as Refusal;
      if (code === undefined) throw error;
      response.writeHead(code === 'AccessDenied' ? 403 : 400);
      response.end(
        `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
      );
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    /** What was made, changed and taken away, in this order. */
    changes,
    environment: {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    },
    stop: () => server.close(),
  };
}

type Answer = (state: AccountState, query: URLSearchParams, changes: string[]) => string;

const nameOf = (query: URLSearchParams): string => query.get('StackName')!;

function stackOf({ stacks }: AccountState, query: URLSearchParams): FakeStack {
  const stack = stacks.get(nameOf(query));
  if (stack === undefined)
    throw new Refusal('ValidationError', `Stack with id ${nameOf(query)} does not exist`);
  return stack;
}

function make(state: AccountState, query: URLSearchParams, done: string, failed: string): void {
  const template = query.get('TemplateBody')!;
  if (query.get('Capabilities.member.1') !== 'CAPABILITY_NAMED_IAM')
    throw new Refusal('InsufficientCapabilitiesException', 'Requires capabilities : [CAPABILITY_NAMED_IAM]');
  const { failure } = state;
  delete state.failure;
  // The newest event first, as CloudFormation tells them.
  const events = [
    { id: 'DeployPolicy1', status: 'CREATE_FAILED', reason: 'Resource creation cancelled' },
    { id: 'Boundary', status: 'CREATE_FAILED', reason: failure! },
  ];
  state.stacks.set(
    nameOf(query),
    failure === undefined ? { status: done, template } : { status: failed, template, events },
  );
}

const ANSWERS: Readonly<Record<string, Answer>> = {
  DescribeStacks(state, query) {
    const { status, template, reason } = stackOf(state, query);
    const outputs = Object.keys(JSON.parse(template).Outputs ?? {}).map(
      (key) =>
        `<OutputKey>${key}</OutputKey><OutputValue>arn:aws:iam::1:${nameOf(query)}/${key}</OutputValue>`,
    );
    const because = reason === undefined ? '' : `<StackStatusReason>${reason}</StackStatusReason>`;
    return `<Stacks><member><StackName>${nameOf(query)}</StackName><StackStatus>${status}</StackStatus>${because}
<CreationTime>2026-01-01T00:00:00Z</CreationTime><Outputs>${members(outputs)}</Outputs></member></Stacks>`;
  },
  CreateStack(state, query, changes) {
    if (state.stacks.has(nameOf(query))) throw new Refusal('AlreadyExistsException', 'it exists');
    changes.push(`create ${nameOf(query)}`);
    make(state, query, 'CREATE_COMPLETE', 'ROLLBACK_COMPLETE');
    return '<StackId>s</StackId>';
  },
  UpdateStack(state, query, changes) {
    const { status, template } = stackOf(state, query);
    if (!/^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(status))
      throw new Refusal('ValidationError', `Stack is in ${status} state and can not be updated.`);
    if (template === query.get('TemplateBody'))
      throw new Refusal('ValidationError', 'No updates are to be performed.');
    changes.push(`update ${nameOf(query)}`);
    make(state, query, 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE');
    return '<StackId>s</StackId>';
  },
  DeleteStack(state, query, changes) {
    changes.push(`delete ${nameOf(query)}`);
    state.stacks.delete(nameOf(query));
    return '';
  },
  ListStackResources(state, query) {
    const ids = Object.keys(JSON.parse(stackOf(state, query).template).Resources).map(
      (id) => `<LogicalResourceId>${id}</LogicalResourceId><ResourceStatus>CREATE_COMPLETE</ResourceStatus>`,
    );
    return `<StackResourceSummaries>${members(ids)}</StackResourceSummaries>`;
  },
  GetTemplate: (state, query) => `<TemplateBody>${escapeXml(stackOf(state, query).template)}</TemplateBody>`,
  DescribeStackEvents(state, query) {
    const events = (stackOf(state, query).events ?? []).map(
      ({ id, status, reason }) =>
        `<LogicalResourceId>${id}</LogicalResourceId><ResourceStatus>${status}</ResourceStatus><ResourceStatusReason>${reason}</ResourceStatusReason><Timestamp>${new Date().toISOString()}</Timestamp>`,
    );
    return `<StackEvents>${members(events)}</StackEvents>`;
  },
  ListOpenIDConnectProviders: ({ provider }) =>
    `<OpenIDConnectProviderList>${provider === undefined ? '' : members([`<Arn>${PROVIDER}</Arn>`])}</OpenIDConnectProviderList>`,
  GetOpenIDConnectProvider: ({ provider = [] }) => `<ClientIDList>${members(provider)}</ClientIDList>`,
  GetRole({ roles }, query) {
    const name = query.get('RoleName')!;
    if (!roles.has(name)) throw new Refusal('NoSuchEntity', `The role with name ${name} cannot be found.`);
    return `<Role><RoleName>${name}</RoleName></Role>`;
  },
};
