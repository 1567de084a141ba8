import { Command } from 'commander';
import type { Client } from '../lib/client/index.ts';
import { type ApiOptions, addApiOptions, openApi } from './api-client.ts';
import { printAnswer } from './terminal/print.ts';

/** A command that asks the API for one thing by its id, and prints what it answers. */
export const createAskCommand = <T extends { readonly status: string }>(
  name: string,
  description: string,
  ask: (client: Client, id: string) => Promise<T>,
  importSummary: () => Promise<(answer: T) => readonly string[]>,
): Command =>
  addApiOptions(new Command(name).description(description).argument('<id>', 'its id')).action(
    async (id: string, options: ApiOptions) => {
      const [client, summarise] = await Promise.all([openApi(options), importSummary()]);
      printAnswer(await ask(client, id), options.json, summarise);
    },
  );
