import { Command } from 'commander';
import { InputError } from '../../lib/errors.ts';
import { openApi, untilInterrupted } from '../api-client.ts';
import { claimFiles } from '../files/claim-files.ts';
import { refuseWithout } from '../option-groups.ts';
import { hint } from '../terminal/hint.ts';
import { printAnswer, printJson, printLines } from '../terminal/print.ts';
import { summarisePrediction } from './prediction-summary.ts';
import { addTagOptions, type TagOptions } from './tag-options.ts';
import { addWaitOptions, type WaitOptions, waitFor } from './wait-for.ts';

interface SubmitOptions extends WaitOptions, TagOptions {
  readonly model?: string;
}

const EXAMPLES = `
Examples:
  $ scorelane submit lead.json --wait
  $ echo '{"source": "referral", "visits": 9}' | scorelane submit - --wait
  $ scorelane submit lead.json --model leads@challenger
  $ scorelane submit lead.json --reference 00Q5e000001AbCd --metadata owner=jana

Without --wait it prints the id of the prediction; scorelane get <id> --wait has the result. An API key is taken from
SCORELANE_API_KEY.`;

export const createSubmitCommand = (): Command =>
  addTagOptions(
    addWaitOptions(
      new Command('submit')
        .description('submit a lead to the API')
        .argument('<lead.json>', 'a JSON object, field → value; - reads it from the standard input'),
    ),
  )
    .option('--model <model>', 'leads, leads@v3 or leads@challenger (default: the API’s model)')
    .addHelpText('after', EXAMPLES)
    .action(runSubmit);

async function runSubmit(file: string, options: SubmitOptions, command: Command): Promise<void> {
  refuseWithout(command, 'wait', ['timeout']);
  await claimFiles(command, { reads: [{ option: '<lead.json>', path: file }] });
  const { model, reference, metadata } = options;
  const lead = await readLead(file, reference !== undefined || metadata !== undefined);
  const client = await openApi(options);
  const signal = untilInterrupted();
  const accepted = await client.submit(lead, {
    signal,
    ...(model === undefined ? {} : { model }),
    ...(reference === undefined ? {} : { reference }),
    ...(metadata === undefined ? {} : { metadata }),
  });
  const id = accepted.prediction_id;
  if (!options.wait) {
    if (options.json) return printJson(accepted);
    return printLines([id, `Next: ${hint(['get', id, '--wait'])}`]);
  }
  const prediction = await waitFor(client, id, options.timeout, signal, options.json);
  printAnswer(prediction, options.json, summarisePrediction);
}

/** @param tagged the options say what an envelope in the file would say, too */
async function readLead(file: string, tagged: boolean): Promise<Record<string, never>> {
  const [{ readInput }, { nameOfInput }] = await Promise.all([
    import('../files/files.ts'),
    import('../terminal/standard-streams.ts'),
  ]);
  const bytes = readInput(file);
  const where = nameOfInput(file);
  let lead: unknown;
  try {
    lead = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new InputError(`${where}: expected a lead as JSON, found none: ${(error as Error).message}`);
  }
  if (typeof lead !== 'object' || lead === null || Array.isArray(lead)) {
    throw new InputError(
      `${where}: expected one lead, such as {"visits": 9}, found ${Array.isArray(lead) ? 'a list; for many leads see scorelane batch' : 'another value'}.`,
    );
  }
  if (tagged && 'lead' in lead && typeof lead.lead === 'object' && lead.lead !== null) {
    throw new InputError(
      `${where}: expected a lead alone with --reference or --metadata, found one in an envelope. Write them into the envelope.`,
    );
  }
  return lead as Record<string, never>;
}
