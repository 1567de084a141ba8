import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { LocalStackDescription } from '../../infra/local/stack-file.ts';
import { NODE_24, ROOT } from './node24.ts';

export interface LocalStackOptions {
  /** A directory to keep the data in; by default one of its own, which `stop` removes. */
  readonly dataDir?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface LocalStack extends LocalStackDescription {
  readonly dataDir: string;
  readonly ports: LocalStackPorts;
  /** What it has printed so far. */
  output(): string;
  /** The exit code, when the process is gone. */
  readonly exited: Promise<number | null>;
  /** Ctrl-C; resolves to the exit code when the process is gone. */
  stop(): Promise<number | null>;
  /** Ends the process without a warning. The data directory stays, whoever made it. */
  kill9(): Promise<void>;
}

export interface LocalStackPorts {
  readonly api: number;
  readonly base: number;
}

const READY_WITHIN_MS = 45_000;
const LOOK_AGAIN_MS = 20;

/**
 * Starts what `npm start` starts, on free ports, and waits until it answers. The bundles must have been built.
 * Start it again with the `dataDir` of an earlier one to go on with its data.
 *
 * @throws when it ends before it is ready, with what it printed
 */
export async function startLocalStack(options: LocalStackOptions = {}): Promise<LocalStack> {
  const ownDir = options.dataDir === undefined;
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'scorelane-'));
  const ports = await findFreePorts();
  const run = runLocalStack({ dataDir, ports, ...(options.env && { env: options.env }) });
  return {
    ...(await untilReady(run, dataDir)),
    dataDir,
    ports,
    output: run.output,
    exited: run.exited,
    async stop() {
      run.signal('SIGINT');
      const code = await run.exited;
      if (ownDir) rmSync(dataDir, { recursive: true, force: true });
      return code;
    },
    async kill9() {
      run.signal('SIGKILL');
      await run.exited;
    },
  };
}

export interface LocalStackRun {
  readonly pid: number | undefined;
  output(): string;
  signal(signal: NodeJS.Signals): void;
  readonly exited: Promise<number | null>;
}

/** Starts the process and waits for nothing: for tests of a start that fails. */
export function runLocalStack(options: {
  readonly dataDir: string;
  readonly ports: LocalStackPorts;
  readonly env?: Readonly<Record<string, string>>;
}): LocalStackRun {
  const serverless = join(ROOT, 'node_modules/serverless/bin/serverless.js');
  const child = spawn(NODE_24, [serverless, 'offline', 'start'], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: `${options.ports.api}`,
      SCORELANE_BASE_PORT: `${options.ports.base}`,
      SCORELANE_DATA_DIR: options.dataDir,
      ...options.env,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return {
    pid: child.pid,
    output: () => output,
    signal: (signal) => child.kill(signal),
    // `close` and not `exit`: only then all that it printed has arrived.
    exited: once(child, 'close').then(([code]) => code),
  };
}

async function untilReady(run: LocalStackRun, dataDir: string): Promise<LocalStackDescription> {
  const file = join(dataDir, 'local-stack.json');
  const deadline = Date.now() + READY_WITHIN_MS;
  let exitCode: number | null | undefined;
  void run.exited.then((code) => {
    exitCode = code;
  });
  while (exitCode === undefined && Date.now() < deadline) {
    if (existsSync(file)) {
      const description = JSON.parse(readFileSync(file, 'utf8')) as LocalStackDescription;
      // A process that was killed left its file behind; it names another pid.
      if (description.pid === run.pid) return description;
    }
    await setTimeout(LOOK_AGAIN_MS);
  }
  run.signal('SIGKILL');
  throw new Error(
    exitCode === undefined
      ? `the local stack was not ready in time; it printed:\n${run.output()}`
      : `the local stack ended with ${exitCode}; it printed:\n${run.output()}`,
  );
}

/** Four ports in a row that nobody listens on, below those that systems hand out for outgoing connections. */
export async function findFreePorts(): Promise<LocalStackPorts> {
  for (;;) {
    const base = 20_000 + Math.floor(Math.random() * 10_000);
    const free = await Promise.all([base, base + 1, base + 2, base + 3, base + 4].map(isFree));
    if (free.every(Boolean)) return { api: base + 4, base };
  }
}

export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
