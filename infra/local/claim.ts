import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LocalStackError } from './local-stack-error.ts';
import { type Settings, showPath } from './settings.ts';

/** @throws LocalStackError naming the first port that somebody else listens on, and the variable that moves it */
export async function assertPortsFree(settings: Settings): Promise<void> {
  const { apiPort, sqsPort, dynamodbPort, lambdaPort, pagePort } = settings;
  const ports: [number, string, string][] = [
    [apiPort, 'PORT', 'the API'],
    [sqsPort, 'SCORELANE_BASE_PORT', 'SQS and S3'],
    [dynamodbPort, 'SCORELANE_BASE_PORT', 'DynamoDB'],
    [lambdaPort, 'SCORELANE_BASE_PORT', 'the emulated Lambda'],
    [pagePort, 'SCORELANE_BASE_PORT', 'the page'],
  ];
  for (const [i, [port, variable, user]] of ports.entries()) {
    const twice = ports.slice(0, i).some(([other]) => other === port);
    const problem = twice ? 'is given twice' : await listenProblem(port);
    if (problem !== undefined) {
      throw new LocalStackError(
        `Port ${port} (${user}) ${problem}: set ${variable} to another one, for example ${variable}=${port + 10} npm start.`,
      );
    }
  }
}

/** Why nobody can listen on a port, or undefined. */
const listenProblem = (port: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const server = createServer()
      .once('error', ({ code }: NodeJS.ErrnoException) =>
        resolve(code === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${code})`),
      )
      .listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
  });

/**
 * Takes a data directory for this process, until it is released or the process ends, however it ends: SQLite locks
 * the file with the operating system, so that a killed process leaves no lock behind.
 *
 * @throws LocalStackError when another process has it
 */
export async function claimDataDir(dataDir: string): Promise<() => void> {
  await mkdir(dataDir, { recursive: true });
  const lock = new DatabaseSync(join(dataDir, 'lock.db'));
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!String(error).includes('locked')) throw error;
    throw new LocalStackError(
      `Another local stack is using ${showPath(dataDir)}: stop it, or set SCORELANE_DATA_DIR to another directory.`,
    );
  }
  return () => lock.close();
}
