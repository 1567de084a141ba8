import { LocalStack } from './local-stack.ts';
import type { Serverless } from './serverless-types.ts';

/** Hangs the local stack into the life of `serverless offline start`; on any other command it does nothing. */
export default class LocalStackPlugin {
  readonly hooks: Record<string, () => Promise<void>>;

  constructor(serverless: Serverless) {
    const stack = new LocalStack(serverless);
    this.hooks = {
      'before:offline:start:init': () => stack.start().catch((error: unknown) => stack.fail(error)),
      'after:offline:start:init': () => stack.serve().catch((error: unknown) => stack.fail(error)),
      // serverless-offline would end the process right after this, so it waits here until all is closed.
      'before:offline:start:end': () => stack.stop(),
    };
  }
}
