import type { Command } from 'commander';
import { type Claim, claimFiles } from '../files/claim-files.ts';
import type { OutputTarget } from '../files/output-target.ts';

export interface ResultOptions {
  readonly out?: string;
  readonly rejected?: string;
  readonly json?: boolean;
}

/** Where the result of a job goes. @throws as `claimFiles` */
export async function claimResults(
  command: Command,
  reads: readonly Claim[],
  { out, rejected, json }: ResultOptions,
): Promise<{ readonly out?: OutputTarget | undefined; readonly rejected?: OutputTarget | undefined }> {
  const writes = [
    { option: '--out', path: out },
    { option: '--rejected', path: rejected },
  ];
  const targets = await claimFiles(command, { reads, writes, json });
  const of = (path: string | undefined) => targets.find(({ name }) => name === path);
  return { out: of(out), rejected: of(rejected) };
}
