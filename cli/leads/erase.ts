import { Command } from 'commander';
import { count } from '../../lib/count.ts';
import { InputError } from '../../lib/errors.ts';
import { type ApiOptions, addApiOptions, openApi, untilInterrupted } from '../api-client.ts';
import { confirm } from '../terminal/confirm.ts';
import { sayRepeat } from '../terminal/hint.ts';
import { printJson, printLines } from '../terminal/print.ts';

interface EraseOptions extends ApiOptions {
  readonly yes?: boolean;
}

export const createEraseLeadCommand = (): Command =>
  addApiOptions(
    new Command('erase')
      .description('erase every prediction of a lead, for good')
      .argument('<reference>', 'your own id of the lead'),
  )
    .option('--yes', 'do not ask')
    .action(runErase);

async function runErase(reference: string, options: EraseOptions): Promise<void> {
  const { yes, json } = options;
  const client = await openApi(options);
  if (!yes && !(await confirm(`Erase every prediction of ${reference}, for good?`)))
    return printLines(['Nothing was erased.'], process.stderr);
  const erased = await client.eraseLead(reference, { signal: untilInterrupted() });
  if (json) printJson(erased);
  else printLines([`Erased ${count(erased.erased, 'prediction')} of ${reference}`]);
  if (!erased.complete)
    throw new InputError(`there are more predictions of ${reference}. ${sayRepeat('erase them, too')}`);
}
