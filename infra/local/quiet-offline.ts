import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * Keeps serverless-offline from talking: its notices (a line per request, a list of functions) for good, and what
 * it prints past the log (a box of routes) until the returned function is called. Errors and warnings still show,
 * and with `--verbose` everything does.
 */
export function quietOffline(serviceDir: string): () => void {
  if (process.argv.includes('--verbose')) return () => {};
  const silent = () => {};
  // osls hands each plugin a log of its own, made once per name; there is no setting that leaves out notices.
  const { getPluginWriters } = createRequire(join(serviceDir, 'package.json'))(
    'serverless/lib/utils/serverless-utils/log',
  ) as { getPluginWriters(plugin: string): { log: object } };
  Object.defineProperty(getPluginWriters('serverless-offline').log, 'notice', { value: silent });

  const { log } = console;
  console.log = silent;
  return () => {
    console.log = log;
  };
}
