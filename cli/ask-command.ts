import { Command } from 'commander';
import type { Client } from '../lib/client/index.ts';
import { type ApiOptions, addApiOptions, openApi } from './api-client.ts';
import { printAnswer } from './terminal/print.ts';

/** Of an argument that is an id. */
export const ID_TEXT = 'its id, whole or as lists show it';

interface AskedThing<T> {
  /** The id that a short one stands for. */
  readonly resolve: (client: Client, id: string) => Promise<string>;
  readonly ask: (client: Client, id: string) => Promise<T>;
}

/** A command that asks the API for one thing by its id, and prints what it answers. */
export const createAskCommand = <T extends { readonly status: string }>(
  name: string,
  description: string,
  { resolve, ask }: AskedThing<T>,
  importSummary: () => Promise<(answer: T) => readonly string[]>,
): Command =>
  addApiOptions(new Command(name).description(description).argument('<id>', ID_TEXT)).action(
    async (id: string, options: ApiOptions) => {
      const [client, summarise] = await Promise.all([openApi(options), importSummary()]);
      printAnswer(await ask(client, await resolve(client, id)), options.json, summarise);
    },
  );
