import type { Command } from 'commander';
import type { Formulas } from '../../lib/files/csv/formulas.ts';
import type { ResultForm, ResultFormat } from '../../lib/files/results/result-format.ts';
import { type Claim, claimFiles } from '../files/claim-files.ts';
import type { OutputTarget } from '../files/output-target.ts';
import { chooseForms } from '../files/result-format.ts';

/** Where the result of a job goes, and how it is written. */
export interface ClaimedOutput {
  /** That names it. */
  readonly option: '--out' | '--rejected';
  readonly target: OutputTarget;
  readonly form: ResultForm;
  /** Of CSV that the stack has made with its formulas kept: how they are written here. */
  readonly formulas?: Formulas;
}

export interface ClaimedResults {
  readonly out?: ClaimedOutput | undefined;
  readonly rejected?: ClaimedOutput | undefined;
}

interface ResultOptions {
  readonly out?: string | undefined;
  readonly rejected?: string | undefined;
  readonly format?: ResultFormat | undefined;
  readonly json?: boolean | undefined;
}

/**
 * Where the result of a job goes.
 *
 * @param input the format of the job's file, as well as that is known
 * @throws as `claimFiles`
 */
export async function claimResults(
  command: Command,
  reads: readonly Claim[],
  { out, rejected, format, json }: ResultOptions,
  input?: ResultFormat,
): Promise<ClaimedResults> {
  // Without --out nothing else asks for the format of the rejected rows.
  const forms = chooseForms(command, { out: out ?? 'scored', rejected, format }, input);
  const writes = [
    { option: '--out', path: out },
    { option: '--rejected', path: rejected },
  ];
  const targets = await claimFiles(command, { reads, writes, json });
  const of = (option: '--out' | '--rejected', path: string | undefined, i: number) => {
    const target = targets.find(({ name }) => name === path);
    return target === undefined ? undefined : { option, target, form: forms[i]! };
  };
  return { out: of('--out', out, 0), rejected: of('--rejected', rejected, 1) };
}
