import { Command } from 'commander';
import { addApiOptions, openApi } from '../api-client.ts';
import { ID_TEXT } from '../ask-command.ts';
import { type EraseOptions, eraseLead, mayErase } from '../leads/erase-lead.ts';
import { resolvePrediction } from '../short-id.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { parseReference } from './tag-options.ts';

interface ErasePredictionOptions extends EraseOptions {
  readonly reference?: string;
}

const EXAMPLES = `
Examples:
  $ scorelane erase c89582a7-597e-4bb9-bdf7-f79857554eb2
  $ scorelane erase --reference 00Q5e000001AbCd --yes

Erases the values of the lead and everything that was made of them; nothing brings it back. The same for a batch: scorelane
batches erase. Needs a key of the scope admin.`;

export const createEraseCommand = (): Command =>
  addApiOptions(
    new Command('erase')
      .description('erase a prediction, or everything that is held on a lead')
      .argument('[id]', `of a prediction: ${ID_TEXT}`),
  )
    .option('--reference <id>', 'every prediction of the lead with this id of yours', parseReference)
    .option('--yes', 'do not ask')
    .addHelpText('after', EXAMPLES)
    .action(runErase);

async function runErase(
  given: string | undefined,
  options: ErasePredictionOptions,
  command: Command,
): Promise<void> {
  const { reference } = options;
  if (given === undefined) {
    if (reference === undefined)
      return command.error(
        'error: expected the id of a prediction, or --reference with your own id of a lead',
      );
    return eraseLead(reference, options);
  }
  if (reference !== undefined) command.error('error: --reference cannot be used with the id of a prediction');
  const client = await openApi(options);
  const id = await resolvePrediction(client, given);
  if (!(await mayErase(`the prediction ${id}`, options))) return;
  await client.erase(id);
  if (options.json) printJson({ prediction_id: id, erased: true });
  else printLines([`Erased the prediction ${id}`]);
}
