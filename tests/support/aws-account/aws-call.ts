import { ACCOUNT_ID, REGION } from './account.ts';

/** A request to AWS as IAM sees it, and who signed it. */
export interface RecordedRequest {
  /** The access key: a function's is `function-<its name>`. */
  readonly by: string;
  /** `service:Action`, as in a policy. */
  readonly action: string;
  /** `*`, where the service names no resource. */
  readonly resource: string;
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

export interface WireRequest {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

// biome-ignore lint/suspicious/noExplicitAny: the inputs of all operations
type Input = any;

/**
 * What a signed request asks for.
 *
 * @throws {Error} this does not know the operation: a call that is not recorded would count as one that was never made
 */
export function describeRequest({ method, url, headers, body }: WireRequest): RecordedRequest[] {
  const { pathname, searchParams } = new URL(url, 'http://account');
  const scope =
    /Credential=([^/]+)\/\d+\/[^/]*\/([^/]+)\//.exec(String(headers.authorization)) ??
    /^([^/]+)\/\d+\/[^/]*\/([^/]+)\//.exec(searchParams.get('X-Amz-Credential') ?? '');
  if (scope === null) throw new Error(`expected a signed request, got ${method} ${url}`);
  const [, by = '', service = ''] = scope;
  const target = headers['x-amz-target'];
  const calls =
    target !== undefined
      ? describeJson(String(target), JSON.parse(body.toString() || '{}'))
      : service === 's3'
        ? describeS3(method, pathname, searchParams)
        : service === 'lambda'
          ? describeLambda(method, pathname)
          : describeQuery(service, new URLSearchParams(body.toString()));
  return calls.map((call) => ({ by, keys: {}, ...call }));
}

type Call = Omit<RecordedRequest, 'by' | 'keys'> & Partial<Pick<RecordedRequest, 'keys'>>;

const arn = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${rest}`;

/** JSON protocols name the operation in a header. */
function describeJson(target: string, input: Input): Call[] {
  const [prefix = '', operation = ''] = target.split('.');
  if (prefix.startsWith('DynamoDB')) return describeDynamoDb(operation, input);
  if (prefix === 'AmazonSQS') {
    const name = String(input.QueueUrl ?? input.QueueName)
      .split('/')
      .at(-1);
    return [{ action: `sqs:${operation.replace(/Batch$/, '')}`, resource: arn('sqs', `${name}`) }];
  }
  if (prefix === 'AWSStepFunctions')
    return [{ action: `states:${operation}`, resource: input.stateMachineArn ?? input.executionArn ?? '*' }];
  // The deployment tool looks for images before it removes a stack.
  if (prefix.startsWith('AmazonEC2ContainerRegistry'))
    return [{ action: `ecr:${operation}`, resource: arn('ecr', `repository/${input.repositoryNames?.[0]}`) }];
  throw new Error(`expected a rule for ${target}; add it to tests/support/aws-account/aws-call.ts`);
}

function describeDynamoDb(operation: string, input: Input): Call[] {
  const action = `dynamodb:${operation}`;
  const partition = (key: Input): string => (key.pk ?? key.id).S;
  const onTable = (name: string, keys: readonly string[]): Call => ({
    action,
    resource: arn('dynamodb', `table/${name}${input.IndexName ? `/index/${input.IndexName}` : ''}`),
    keys: { 'dynamodb:LeadingKeys': [...new Set(keys)] },
  });
  if (input.RequestItems !== undefined)
    return Object.entries(input.RequestItems as Record<string, { Keys: Input[] }>).map(([name, { Keys }]) =>
      onTable(name, Keys.map(partition)),
    );
  const key = input.Key ?? input.Item;
  if (key !== undefined) return [onTable(input.TableName, [partition(key)])];
  const [, value = ''] = /^\w+ = (:\w+)/.exec(input.KeyConditionExpression ?? '') ?? [];
  return [onTable(input.TableName, value === '' ? [] : [input.ExpressionAttributeValues[value].S])];
}

/** What is asked of a bucket itself, by the query that asks for it. */
const BUCKET_READS: Readonly<Record<string, string>> = {
  location: 'GetBucketLocation',
  versioning: 'GetBucketVersioning',
  versions: 'ListBucketVersions',
  encryption: 'GetEncryptionConfiguration',
};

function describeS3(method: string, pathname: string, query: URLSearchParams): Call[] {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/.exec(decodeURIComponent(pathname)) ?? [];
  if (key === '') {
    const prefix = query.get('prefix');
    const sub = Object.keys(BUCKET_READS).find((name) => query.has(name));
    if (method === 'POST' && query.has('delete'))
      return [{ action: 's3:DeleteObject', resource: `arn:aws:s3:::${bucket}/*` }];
    if (method === 'GET' && sub !== undefined)
      return [{ action: `s3:${BUCKET_READS[sub]}`, resource: `arn:aws:s3:::${bucket}` }];
    if ((method === 'GET' || method === 'HEAD') && sub === undefined)
      return [
        {
          action: bucket === '' ? 's3:ListAllMyBuckets' : 's3:ListBucket',
          resource: bucket === '' ? '*' : `arn:aws:s3:::${bucket}`,
          ...(prefix === null ? {} : { keys: { 's3:prefix': [prefix] } }),
        },
      ];
    throw new Error(`expected a rule for ${method} ${pathname}?${query} of S3`);
  }
  const actions: Readonly<Record<string, string>> = {
    GET: 'GetObject',
    HEAD: 'GetObject',
    PUT: 'PutObject',
    POST: 'PutObject',
    DELETE: query.has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject',
  };
  return [{ action: `s3:${actions[method]}`, resource: `arn:aws:s3:::${bucket}/${key}` }];
}

function describeLambda(method: string, pathname: string): Call[] {
  if (/account-settings\/?$/.test(pathname)) return [{ action: 'lambda:GetAccountSettings', resource: '*' }];
  const [, name, rest] = /\/functions\/([^/]+)(\/\w+)?$/.exec(pathname) ?? [];
  if (name !== undefined && method === 'GET')
    return [
      {
        action: rest === '/configuration' ? 'lambda:GetFunctionConfiguration' : 'lambda:GetFunction',
        resource: arn('lambda', `function:${decodeURIComponent(name)}`),
      },
    ];
  if (/\/event-source-mappings\/?$/.test(pathname))
    return [{ action: 'lambda:ListEventSourceMappings', resource: '*' }];
  throw new Error(`expected a rule for ${method} ${pathname} of Lambda`);
}

/** The Query protocol names the operation in its form. */
function describeQuery(service: string, form: URLSearchParams): Call[] {
  const operation = form.get('Action') ?? '';
  const stack = form.get('StackName');
  const isStack = service === 'cloudformation' && stack !== null;
  if (!['cloudformation', 'sts', 'iam', 'sns'].includes(service) || operation === '')
    throw new Error(`expected a rule for ${operation || form} of ${service}`);
  return [
    {
      action: `${service}:${operation}`,
      resource: isStack
        ? stack.startsWith('arn:')
          ? stack
          : arn('cloudformation', `stack/${stack}/id`)
        : (form.get('RoleName') ?? '*'),
    },
  ];
}
