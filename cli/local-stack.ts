import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../lib/errors.ts';

/** What a running local stack says of itself (`infra/local/stack-file.ts`), as far as commands need it. */
interface RunningStack {
  readonly pid: number;
  readonly apiUrl: string;
  readonly pageUrl: string;
  readonly environment: Readonly<Record<string, string>>;
}

const dataDirectory = () => process.env.SCORELANE_DATA_DIR || '.scorelane';

/** The local stack that runs on this machine, if one does. */
export function findLocalStack(): RunningStack | undefined {
  const file = join(dataDirectory(), 'local-stack.json');
  const stack = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunningStack) : undefined;
  return stack !== undefined && isRunning(stack.pid) ? stack : undefined;
}

/** As `scorelane status` shows it. */
export const describeLocalStack = ({ pid, pageUrl }: RunningStack) => ({
  data_dir: dataDirectory(),
  pid,
  page_url: pageUrl,
});

/**
 * Points the AWS SDK of this process to the local stack that runs on this machine.
 *
 * @throws {InputError} when none runs
 */
export function useLocalStack(): RunningStack {
  const stack = findLocalStack();
  if (stack === undefined) {
    throw new InputError(
      `expected a running local stack (its data in ${dataDirectory()}), found none. Start one with npm start in another terminal.`,
    );
  }
  for (const [name, value] of Object.entries(stack.environment)) {
    if (name.startsWith('AWS_')) process.env[name] = value;
  }
  return stack;
}

/** A killed stack leaves its file behind. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
