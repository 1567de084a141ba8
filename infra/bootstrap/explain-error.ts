/** What AWS refused, or what is needed before it can be asked: a sentence for who runs the command, no defect of ours. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
}

/** By the names that AWS and its SDK give to errors. */
const SENTENCES: readonly (readonly [names: RegExp, sentence: string])[] = [
  [
    /^(ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired)$/,
    'the credentials of your shell have expired: log in again (aws sso login), then run this again',
  ],
  [
    /^(InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|AuthFailure)$/,
    'AWS does not know the credentials of your shell: aws sts get-caller-identity shows whose they are; choose others with AWS_PROFILE, or log in again (aws sso login)',
  ],
  [
    /^(AccessDenied(Exception)?|UnauthorizedOperation|NotAuthorized)$/,
    'expected the credentials of an administrator, this once: your shell’s may not do this; choose others with AWS_PROFILE',
  ],
  [
    /^(Throttling(Exception)?|TooManyRequests(Exception)?|RequestLimitExceeded|ServiceUnavailable)$/,
    'AWS is asked too much at the moment: wait a minute, then run this again',
  ],
  [
    /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|TimeoutError|NetworkingError)$/,
    'AWS cannot be reached from here: look at the network, a proxy and AWS_ENDPOINT_URL, then run this again',
  ],
  [
    /^InsufficientCapabilitiesException$/,
    'CloudFormation may not make roles here: look at the service control policies of your organization',
  ],
];
const NO_REGION = /region (is missing|not accepted)/i;
const NO_CREDENTIALS = /^(CredentialsProviderError|TokenProviderError)$/;

/**
 * What came of asking AWS, as a sentence that says what to do.
 *
 * @returns nothing when it is no answer of AWS or its SDK: then it is a defect of ours
 */
export function explainError(error: unknown): string | undefined {
  if (error instanceof AccountError) return error.message;
  const { name, code, message, $metadata } = error as {
    readonly name: string;
    readonly code?: string;
    readonly message: string;
    readonly $metadata?: object;
  };
  const came = `(${name}: ${message})`;
  if (NO_REGION.test(message))
    return `expected a region: AWS_REGION=eu-central-1 npm run bootstrap -- … ${came}`;
  if (NO_CREDENTIALS.test(name))
    return `expected AWS credentials in your shell, found none that hold: aws sso login, aws configure, or AWS_PROFILE, then run this again ${came}`;
  const known = SENTENCES.find(([names]) => names.test(name) || names.test(code ?? ''));
  if (known !== undefined) return `${known[1]} ${came}`;
  return $metadata === undefined ? undefined : `AWS refused it ${came}`;
}
