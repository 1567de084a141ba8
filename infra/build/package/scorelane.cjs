#!/usr/bin/env node
'use strict';
// What the package starts with, under whatever Node the machine has: an old Node must be able to read it to the end.

/** The oldest Node that has what the command uses: major, minor. */
const OLDEST = [20, 12];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  console.error(
    `scorelane needs Node ${OLDEST.join('.')} or newer, and this is Node ${process.versions.node}: install a newer one from https://nodejs.org or with your version manager, then run the command again.`,
  );
  process.exitCode = 2;
} else {
  // Node compiles every file that it loads; kept, the result starts the command sooner. Not every Node 20 and 22 can.
  const { enableCompileCache } = require('node:module');
  if (enableCompileCache !== undefined) enableCompileCache();
  import('../cli/main.js').catch((error) => {
    console.error(`scorelane cannot start: ${error.message}. The package is damaged; install it again.`);
    process.exitCode = 1;
  });
}
