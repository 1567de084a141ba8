import { count } from '../../lib/count.ts';
import { InputError } from '../../lib/errors.ts';
import { type ApiOptions, openApi, untilInterrupted } from '../api-client.ts';
import { confirm } from '../terminal/confirm.ts';
import { printJson, printLines } from '../terminal/print.ts';

export interface EraseOptions extends ApiOptions {
  readonly yes?: boolean;
}

/** Whether the erasure is wanted; says so when nothing is erased. @throws {InputError} as `confirm` */
export async function mayErase(what: string, { yes }: EraseOptions): Promise<boolean> {
  if (yes || (await confirm(`Erase ${what}, for good?`))) return true;
  printLines(['Nothing was erased.'], process.stderr);
  return false;
}

/** Erases everything that the API holds on a lead. @throws {InputError} there is more than one request erases */
export async function eraseLead(reference: string, options: EraseOptions): Promise<void> {
  const client = await openApi(options);
  if (!(await mayErase(`every prediction of ${reference}`, options))) return;
  const erased = await client.eraseLead(reference, { signal: untilInterrupted() });
  if (options.json) printJson(erased);
  else printLines([`Erased ${count(erased.erased, 'prediction')} of ${reference}`]);
  if (!erased.complete)
    throw new InputError(`there are more predictions of ${reference}. Run the same command again.`);
}
