import { composeOutcomeImport, type NewFileEvent } from '../lib/runtime/compose-outcome-import.ts';
import { logger } from '../lib/runtime/logger.ts';
import { forOutcomeImport } from '../lib/worlds/aws.ts';

const run = composeOutcomeImport(forOutcomeImport);

/** Records what became of leads: from a file that was put under outcomes/. */
export const handler = async (event: NewFileEvent): Promise<void> => {
  const report = await run(event);
  if (report === 'none') return;
  // Its name may be a person's.
  if (report === 'misplaced')
    return logger.warn('a file under outcomes/ is in no folder of a model: outcomes/<model>/<file>');
  const { result, rows, sent, recorded, repeated, never_scored, left_out, bad_rows } = report;
  const facts = { result, rows, sent, recorded, repeated, never_scored, left_out, bad_rows };
  if (result === 'recorded') logger.info('a file of outcomes was recorded', facts);
  else logger.warn('a file of outcomes was not recorded, or not all of it', facts);
};
