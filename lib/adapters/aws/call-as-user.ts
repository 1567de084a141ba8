import { InputError } from '../../errors.ts';

/**
 * Runs a call of the SDK for somebody at a terminal: what is missing in their settings is told, and any other error in
 * the SDK's own words (there is no lead in these requests).
 *
 * @param meanings by the error's name
 * @throws {InputError}
 */
export async function callAsUser<T, M = never>(
  operation: string,
  call: () => Promise<T>,
  meanings: Readonly<Record<string, () => M>> = {},
): Promise<T | M> {
  try {
    return await call();
  } catch (error) {
    const { name, message } = error as Error;
    if (Object.hasOwn(meanings, name)) return meanings[name]!();
    throw new InputError(explain(name, message) ?? `${operation} failed: ${message || name}`, {
      cause: error,
    });
  }
}

function explain(name: string, message: string): string | undefined {
  const local = 'Or start a local stack with npm start.';
  if (message.includes('Region is missing')) {
    return `expected an AWS region, found none. Set AWS_REGION, or a region in your AWS profile. ${local}`;
  }
  if (name === 'CredentialsProviderError') {
    return `expected AWS credentials, found none. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. ${local}`;
  }
  if (name === 'ExpiredToken' || name === 'ExpiredTokenException') {
    return 'your AWS credentials have expired. Sign in again, for example with aws sso login.';
  }
  if (
    [
      'InvalidAccessKeyId',
      'InvalidClientTokenId',
      'SignatureDoesNotMatch',
      'UnrecognizedClientException',
    ].includes(name)
  ) {
    return `AWS does not accept your credentials (${name}).`;
  }
  return undefined;
}
