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

/** Ends with Ctrl-C, so that the command can say how to go on. */
export function untilInterrupted(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort(new InterruptedError()));
  return controller.signal;
}

/**
 * What is waited for. Ctrl-C ends the waiting only: the message says how to resume it.
 *
 * @param resume such as `The job continues; to follow it again: …`
 */
export const orInterrupted = <T>(waiting: Promise<T>, resume: string): Promise<T> =>
  waiting.catch((error: unknown) => {
    throw error instanceof InterruptedError ? new InterruptedError(`interrupted. ${resume}`) : error;
  });

/** Ctrl-C; the exit code is 130, as a shell's. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';

  constructor(message = 'interrupted') {
    super(message);
  }
}
