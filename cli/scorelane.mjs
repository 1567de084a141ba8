#!/usr/bin/env node
// This file alone is read by whatever Node the machine has, so it stays plain JavaScript that Node 18 parses.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

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
  nodeModule.enableCompileCache?.();
  await import('./main.ts');
} else {
  const own = fileURLToPath(
    new URL(`../node_modules/.bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url),
  );
  if (isRestarted || !existsSync(own)) {
    console.error(
      `scorelane needs Node 24, and this is Node ${process.versions.node}: run npm ci in the project's folder, which brings it, or install Node 24.`,
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
    console.error(`expected to start ${node}: ${error.message}. Run npm ci.`);
    process.exitCode = 2;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
