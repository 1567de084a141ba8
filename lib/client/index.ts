export { ApiError, ConnectionError, WaitTimeoutError } from './api-error.ts';
export {
  type CallOptions,
  type Client,
  type ClientOptions,
  createClient,
  type WaitOptions,
} from './create-client.ts';
export type * from './types.ts';
