import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { InputError, NotFoundError } from '../../lib/errors.ts';
import { describeErrors } from '../../lib/lead/describe-errors.ts';
import type { LeadValue } from '../../lib/lead/schema.ts';
import type { PredictionResult } from '../../lib/prediction/prediction.ts';
import { artifactKey } from '../../lib/registry/registry.ts';
import { openApi } from '../api-client.ts';
import { claimFiles } from '../files/claim-files.ts';
import { refuseBeside } from '../option-groups.ts';
import { isShortId, isWholeId, resolvePrediction } from '../short-id.ts';
import { createStackCommand, openRegistry, type StageOptions } from '../stage.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { paint } from '../terminal/screen.ts';
import { nameOfInput } from '../terminal/standard-streams.ts';

interface VerifyOptions extends StageOptions {
  readonly model?: string;
  readonly lead?: string;
}

const EXAMPLES = `
Examples:
  $ scorelane verify c89582a7-597e-4bb9-bdf7-f79857554eb2
  $ scorelane get c89582a7-597e-4bb9-bdf7-f79857554eb2 --json > receipt.json
  $ scorelane verify receipt.json --lead lead.json --model model/model.json     # without any network

Computes every number of a result again, from the model’s artifact and the lead, and says which one differs. A receipt
holds no value of the lead, so the lead must be given; for an id both are read from the stack.`;

export const createVerifyCommand = (): Command =>
  createStackCommand('verify')
    .description('compute a prediction again and compare every number')
    .argument(
      '<id | receipt.json>',
      'the id of a prediction, whole or as lists show it, or the API’s answer in a file; - reads the standard input',
    )
    .option('--lead <lead.json>', 'the lead, with a receipt')
    .option('--model <model.json>', 'the model’s artifact, with a receipt (default: read from the stack)')
    .addHelpText('after', EXAMPLES)
    .action(runVerify);

interface Claim {
  readonly id: string;
  readonly result: PredictionResult;
  readonly lead: Readonly<Record<string, LeadValue>>;
  readonly artifact: Uint8Array;
}

async function runVerify(given: string, options: VerifyOptions, command: Command): Promise<void> {
  // A file of that name comes first.
  const what =
    isShortId(given) && !existsSync(given) ? await resolvePrediction(await openApi(options), given) : given;
  if (isWholeId(what))
    refuseBeside(command, 'the id of a prediction, for which the stack is asked', ['lead', 'model']);
  await claimFiles(command, {
    reads: [
      { option: '<receipt.json>', path: isWholeId(what) ? undefined : what },
      { option: '--lead', path: options.lead },
      { option: '--model', path: options.model },
    ],
  });
  const [{ verifyResult }, { sha256Of }, { compileModel }, { parseArtifact }, { validateLead }] =
    await Promise.all([
      import('../../lib/prediction/verify-receipt.ts'),
      import('../../lib/sha256.ts'),
      import('../../lib/model/compile-model.ts'),
      import('../../lib/model/parse-artifact.ts'),
      import('../../lib/lead/validate-lead.ts'),
    ]);
  const { id, result, lead, artifact } = isWholeId(what)
    ? await fetchClaim(what, options)
    : await readClaim(what, options);
  const model = compileModel(parseArtifact(JSON.parse(new TextDecoder().decode(artifact))));
  const validation = validateLead(model.artifact.schema, lead);
  if (!validation.ok) {
    const errors = describeErrors(validation.errors);
    throw new InputError(`the lead does not fit the model: ${errors}`);
  }
  const differences = verifyResult(result, model, sha256Of(artifact), validation.lead);
  if (differences.length > 0) process.exitCode = 1;
  const { name, version } = result.receipt.model;
  if (options.json) return printJson({ prediction_id: id, match: differences.length === 0, differences });
  if (differences.length === 0) {
    const numbers = result.receipt.contributions.length + 7;
    return printLines([
      `${paint('good', 'Match')}: ${id} is what ${name}@${version} says of this lead; ${numbers} figures computed again.`,
    ]);
  }
  printLines([
    `${paint('error', 'No match')}: ${id} is not what this model says of this lead.`,
    ...differences.map(
      ({ what: figure, claimed, computed }) => `  ${figure}: claimed ${claimed}, computed ${computed}`,
    ),
  ]);
}

/** From the stores of a stack: the lead as it was accepted, and the artifact that it was pinned to. */
async function fetchClaim(id: string, options: VerifyOptions): Promise<Claim> {
  const stack = await openRegistry(options.stage);
  const prediction = await stack.store.get(id.toLowerCase());
  if (prediction === undefined) throw new NotFoundError(`there is no prediction ${id}`);
  if (prediction.status !== 'succeeded') {
    throw new InputError(`expected a prediction with a result, found one that is ${prediction.status}.`);
  }
  const { result, lead, model } = prediction;
  return { id, result, lead, artifact: await stack.artifacts.get(artifactKey(model.name, model.version)) };
}

async function readClaim(file: string, options: VerifyOptions): Promise<Claim> {
  const { readInput } = await import('../files/files.ts');
  const readJson = (path: string, what: string) => {
    try {
      return JSON.parse(new TextDecoder().decode(readInput(path)));
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw new InputError(`${nameOfInput(path)}: expected ${what} as JSON, found none.`);
    }
  };
  const answer = readJson(file, 'the API’s answer');
  if (answer?.receipt?.contributions === undefined || answer.prediction?.probability === undefined) {
    throw new InputError(
      `${nameOfInput(file)}: expected an answer of GET /predict/{id} with a result and its receipt, found none.`,
    );
  }
  if (options.lead === undefined) {
    throw new InputError(
      `${nameOfInput(file)}: a receipt holds no value of the lead. Name its file with --lead.`,
    );
  }
  const { model } = answer.receipt;
  const artifact =
    options.model === undefined
      ? await (await openRegistry(options.stage)).artifacts.get(artifactKey(model.name, model.version))
      : readInput(options.model);
  return {
    id: answer.prediction_id ?? nameOfInput(file),
    result: { ...answer.prediction, receipt: answer.receipt },
    lead: readJson(options.lead, 'a lead'),
    artifact,
  };
}
