#!/usr/bin/env node
// This file alone is read by whatever Node the machine has, so it stays plain JavaScript that Node 12 reads to the end.
// biome-ignore-start lint/style/useNodejsImportProtocol: Node 12 knows no “node:”
import { spawn } from 'child_process';
import { existsSync } from 'fs';
import * as nodeModule from 'module';
import { fileURLToPath } from 'url';

// biome-ignore-end lint/style/useNodejsImportProtocol: as above

/**
 * Tells the Node of `node_modules` that it was started from here, so that it never starts itself again, and by which name: the
 * command lines that a command prints begin with it.
 */
const RESTARTED = 'SCORELANE_RESTARTED';
const startedAs = process.env[RESTARTED];
const isRestarted = startedAs !== undefined;
if (isRestarted) process.argv[1] = startedAs;
delete process.env[RESTARTED];

if (process.features.typescript) {
  // Node strips the types of every file that it loads; kept, the result starts the command in half the time.
  nodeModule.enableCompileCache();
  import('./main.ts');
} else {
  const own = fileURLToPath(
    new URL(`../node_modules/.bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url),
  );
  if (isRestarted || !existsSync(own)) {
    console.error(
      `scorelane in a checkout needs Node 24, and this is Node ${process.versions.node}: run npm ci in the project's folder, which brings Node 24, or install it yourself.`,
    );
    process.exitCode = 2;
  } else {
    runWith(own);
  }
}

/** Starts this command again with another Node, and ends as it does. */
function runWith(node) {
  let child;
  // First, so that no signal ends this process while the command starts. They are handled when it has.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to both processes; the command would take a second one for “at once”.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, [RESTARTED]: process.argv[1] },
  });
  child.on('error', (error) => {
    console.error(`scorelane cannot start ${node}: ${error.message}. Run npm ci in the project's folder.`);
    process.exitCode = 2;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
