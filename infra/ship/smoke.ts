import { parseArgs } from 'node:util';
import { InputError, messageOf, NotFoundError } from '../../lib/errors.ts';
import { SMOKE_LEADS, smokeStage } from './smoke-stage.ts';

/**
 * npm run smoke -- --stage STAGE [--model leads@v3] [--leads 60]: does the stage score as its models say? Exits 1 when
 * anything is wrong; a stage without a model has nothing to be tested, and says so.
 */
const { values } = parseArgs({
  options: {
    stage: { type: 'string' },
    // What it was called before 0.2, until 1.0.
    target: { type: 'string' },
    model: { type: 'string' },
    leads: { type: 'string', default: String(SMOKE_LEADS) },
  },
});
const { target = 'local', stage = target, model } = values;
const leads = Number(values.leads);
try {
  if (!Number.isInteger(leads) || leads < 1)
    throw new InputError(`--leads: expected a whole number from 1, got “${values.leads}”`);
  const lines = await smokeStage(stage, { leads, ...(model === undefined ? {} : { model }) });
  // A new stage: it must be there before anything can be published to it.
  if (lines.length === 0) {
    console.log(
      `${stage}: nothing was tested, there is no model yet: npx scorelane publish model/model.json --stage ${stage}`,
    );
  }
  for (const line of lines) console.log(line);
} catch (error) {
  console.error(`smoke test of ${stage}: ${messageOf(error)}`);
  process.exitCode = error instanceof InputError || error instanceof NotFoundError ? 2 : 1;
}
