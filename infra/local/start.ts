/**
 * `npm start`: bundles the functions and builds the page, then becomes `serverless offline start`. One process, because npm passes
 * its signals on to the one process that it started: behind a shell's `&&` a SIGTERM would end npm and orphan
 * the stack.
 */
import { createRequire } from 'node:module';
import '../build/build-functions.ts';
import '../build/build-page.ts';

if (!process.exitCode) {
  const serverless = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');
  process.argv.splice(1, 1, serverless, 'offline', 'start');
  await import(serverless);
}
