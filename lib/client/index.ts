export { ApiError, ConnectionError, WaitTimeoutError } from './api-error.ts';
export {
  type CallOptions,
  type Client,
  type ClientOptions,
  createClient,
  type SubmitOptions,
  type WaitOptions,
} from './create-client.ts';
export type * from './types.ts';
