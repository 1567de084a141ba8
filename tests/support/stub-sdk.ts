/** A client of the AWS SDK, as far as a stub needs it. */
interface AnyClient {
  readonly middlewareStack: { add(middleware: unknown, options: { readonly step: 'initialize' }): void };
}

/** A call that a stubbed client was asked to make. */
export interface SdkCall {
  /** Such as `BatchGetItemCommand`. */
  readonly command: string;
  // biome-ignore lint/suspicious/noExplicitAny: the input of any command
  readonly input: any;
}

/**
 * Answers the commands of a client of the SDK before anything is sent, for answers of AWS that no emulator gives.
 *
 * @returns the client, and the calls that it was asked to make, in order
 * @example
 * const { client, calls } = stubSdk(createSqsClient(), () => ({ Failed: [] }));
 */
export function stubSdk<Client>(
  client: Client,
  answer: (call: SdkCall, number: number) => unknown,
): { readonly client: Client; readonly calls: SdkCall[] } {
  const calls: SdkCall[] = [];
  const middleware = (_next: unknown, { commandName: command }: { readonly commandName: string }) => {
    return async ({ input }: { readonly input: unknown }) => {
      const call = { command, input };
      calls.push(call);
      return { response: {}, output: { $metadata: {}, ...(answer(call, calls.length) as object) } };
    };
  };
  (client as AnyClient).middlewareStack.add(middleware, { step: 'initialize' });
  return { client, calls };
}
