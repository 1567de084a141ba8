import type { Command } from 'commander';
import { createCommandGroup } from '../options.ts';
import { createAddScoredCommand } from './add-scored.ts';
import { createImportOutcomesCommand } from './import.ts';
import { createRecordCommand } from './record.ts';

const EXAMPLES = `
Examples:
  $ scorelane outcomes import crm.csv --reference lead_id --outcome stage --converted Won --lost Lost --at closed_on --other skip
  $ scorelane outcomes record 00Q5e000001AbCd --outcome converted --value 1200
  $ scorelane models performance

A lead is named by the reference that it was scored with. What the scores were worth: scorelane models performance.`;

/** `scorelane outcomes …`: what became of leads. */
export const createOutcomesCommand = (): Command =>
  createCommandGroup('outcomes')
    .description('what became of leads: import, record, add-scored')
    .addCommand(createImportOutcomesCommand())
    .addCommand(createRecordCommand())
    .addCommand(createAddScoredCommand())
    .addHelpText('after', EXAMPLES);
