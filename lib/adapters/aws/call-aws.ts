import { TransientError } from '../../errors.ts';

/** What the SDK throws, as far as it is used here. */
interface SdkError extends Error {
  /** Of the system, such as ECONNREFUSED. */
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * Runs a call of the SDK. Errors that the port gives a meaning to are handled by their names; every other
 * one becomes a TransientError, a refusal by IAM too: a wrong policy is an outage, and failing all
 * predictions for good because of it would lose them. The message names the call and the kind of error,
 * never the request, which may hold a lead, nor the resource.
 */
export async function callAws<T, M = never>(
  operation: string,
  call: () => Promise<T>,
  meanings: Readonly<Record<string, () => M>> = {},
): Promise<T | M> {
  try {
    return await call();
  } catch (error) {
    const { name, code, $metadata } = error as SdkError;
    if (Object.hasOwn(meanings, name)) return meanings[name]!();
    const status = $metadata?.httpStatusCode;
    throw new TransientError(
      `${operation} failed: ${code ?? name}${status === undefined ? '' : ` (HTTP ${status})`}`,
      {
        cause: error,
      },
    );
  }
}
