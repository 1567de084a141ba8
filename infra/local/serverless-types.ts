import type { Cors } from './api-gateway.ts';
import type { Resources } from './create-resources.ts';

/** What the local stack uses of osls: the service as serverless.yml describes it, variables resolved. */
export interface Serverless {
  readonly serviceDir: string;
  readonly service: {
    readonly service: string;
    readonly provider: {
      readonly stage: string;
      environment?: Environment;
      readonly httpApi?: { readonly cors?: Cors & { readonly allowedOrigins?: readonly string[] } };
    };
    custom?: Record<string, unknown>;
    readonly resources: { readonly Resources: Resources };
    readonly functions: Readonly<Record<string, FunctionDefinition>>;
  };
  readonly pluginManager: { readonly plugins: readonly unknown[] };
}

/** Values may still be references. */
type Environment = Record<string, unknown>;

export interface FunctionDefinition {
  /** As it is deployed: `<service>-<stage>-<key>`. */
  readonly name: string;
  handler: string;
  environment?: Environment;
  /** Seconds; 6 where there is none. */
  readonly timeout?: number;
  events: readonly { readonly sqs?: SqsEvent; readonly httpApi?: unknown }[];
}

export interface SqsEvent {
  readonly arn: unknown;
  readonly batchSize?: number;
  readonly functionResponseType?: string;
  readonly maximumConcurrency?: number;
}
