import { Command } from 'commander';
import { type ApiOptions, addApiOptions, openApi, untilInterrupted } from '../api-client.ts';
import { refuseWithout } from '../option-groups.ts';
import { resolvePrediction } from '../short-id.ts';
import { printJson, printLines } from '../terminal/print.ts';

interface ChangeOptions extends ApiOptions {
  readonly from?: string;
  readonly to?: string;
  readonly model?: string;
}

const EXAMPLES = `
Examples:
  $ scorelane explain-change 00Q5e000001AbCd
  $ scorelane explain-change 00Q5e000001AbCd --from c89582a7-597e-4bb9-bdf7-f79857554eb2 \\
      --to 3f0c0b6e-4a53-4c7e-9a1c-2b7d7b9c6a10

Without --from and --to the latest prediction is compared with the one before. The JSON is that of the API, null where
there are not two. Needs a key of the scope operate.`;

export const createExplainChangeCommand = (): Command =>
  addApiOptions(
    new Command('explain-change')
      .description('why the score of a lead changed between two predictions')
      .argument('<reference>', 'your own id of the lead, as it was submitted'),
  )
    .option('--from <id>', 'of the earlier prediction, with --to')
    .option('--to <id>', 'of the later prediction, with --from')
    .option('--model <name>', 'of which model (default: the API’s model)')
    .addHelpText('after', EXAMPLES)
    .action(runExplainChange);

async function runExplainChange(reference: string, options: ChangeOptions, command: Command): Promise<void> {
  const { from, to, model, json } = options;
  refuseWithout(command, 'from', ['to']);
  refuseWithout(command, 'to', ['from']);
  const client = await openApi(options);
  const state = await client.getLead(reference, {
    ...(from === undefined ? {} : { from: await resolvePrediction(client, from, reference) }),
    ...(to === undefined ? {} : { to: await resolvePrediction(client, to, reference) }),
    ...(model === undefined ? {} : { model }),
    signal: untilInterrupted(),
  });
  if (json) return printJson(state.change);
  if (state.change === null)
    return printLines([
      state.change_unavailable ??
        `${reference} has fewer than two results: there is no change to explain yet.`,
    ]);
  const { describeChange } = await import('./change-table.ts');
  printLines(describeChange(state, state.change));
}
