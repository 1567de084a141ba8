/**
 * What `scorelane/client` is inside the checkout: the source, where Node runs TypeScript; else the package that was built last.
 */
const SOURCE = '../../../lib/client/index.ts';
const BUILT = '../../../dist/scorelane/client/index.js';

export const { ApiError, ConnectionError, WaitTimeoutError, createClient, createRequester } = process.features
  .typescript
  ? await import(SOURCE)
  : await import(BUILT).catch(explain);

function explain(error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  throw new Error(
    `scorelane/client in this checkout needs Node 24, which npx node is here, and this is Node ${process.versions.node}. For this one run npm run build:package first.`,
  );
}
