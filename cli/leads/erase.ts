import { Command } from 'commander';
import { addApiOptions } from '../api-client.ts';
import { type EraseOptions, eraseLead } from './erase-lead.ts';

export const createEraseLeadCommand = (): Command =>
  addApiOptions(
    new Command('erase')
      .description('erase every prediction of a lead, for good')
      .argument('<reference>', 'your own id of the lead'),
  )
    .option('--yes', 'do not ask')
    .action((reference: string, options: EraseOptions) => eraseLead(reference, options));
