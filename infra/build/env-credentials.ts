import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Stands in the bundles for the SDK's chain of credential providers: a function has its credentials in the environment,
 * and nowhere else. The chain is a sixth of a bundle, and of the time to start it (ADR 20).
 */
export const defaultProvider = () => fromEnv();
