import { type Command, Option } from 'commander';
import { type Client, createClient } from '../lib/client/index.ts';
import { addStageOption, JSON_TEXT, resolveStage, type StageOptions } from './stage.ts';

export interface ApiOptions extends StageOptions {
  readonly url?: string;
}

/** The options that say where the API is, and how its answer is printed. */
export const addApiOptions = (command: Command): Command =>
  addStageOption(
    command.addOption(
      new Option('--url <url>', 'the address of the API, instead of --stage').env('SCORELANE_API_URL'),
    ),
  )
    .option('--json', JSON_TEXT)
    .hook('preAction', (_, action) => chooseAddress(action));

/** What was given weighs more than the environment, so that `--stage prod` never asks another API. */
function chooseAddress(command: Command): void {
  const given = (name: string) => command.getOptionValueSource(name) === 'cli';
  if (!given('stage')) return;
  if (given('url')) command.error('error: --url cannot be used with --stage');
  command.setOptionValue('url', undefined);
}

/** A client of the API that the options name; its key is SCORELANE_API_KEY. */
export async function openApi({ url, stage }: ApiOptions): Promise<Client> {
  const baseUrl = url || (await resolveStage(stage)).apiUrl;
  const apiKey = process.env.SCORELANE_API_KEY;
  return createClient({ baseUrl, ...(apiKey === undefined ? {} : { apiKey }) });
}

/** Ends with Ctrl-C or SIGTERM, so that the command can say how to resume; a second one ends the process at once. */
export function untilInterrupted(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (signal: NodeJS.Signals) => {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    controller.abort(new InterruptedError(undefined, signal === 'SIGTERM' ? TERMINATED : INTERRUPTED));
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  return controller.signal;
}

/** Exit codes of a shell: 128 and the number of the signal. */
const INTERRUPTED = 130;
const TERMINATED = 143;

/**
 * What is waited for. Ctrl-C ends the waiting only: the message says how to resume it.
 *
 * @param resume such as `The job continues; to follow it again: …`
 */
export const orInterrupted = <T>(waiting: Promise<T>, resume: string): Promise<T> =>
  waiting.catch((error: unknown) => {
    throw error instanceof InterruptedError ? error.withMessage(`interrupted. ${resume}`) : error;
  });

/** Ctrl-C or SIGTERM; the exit code is a shell's. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';

  readonly exitCode: number;

  constructor(message = 'interrupted', exitCode = INTERRUPTED) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The same end, with what stays and how to resume. */
  withMessage(message: string): InterruptedError {
    return new InterruptedError(message, this.exitCode);
  }
}
