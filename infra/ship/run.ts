import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { InputError, messageOf } from '../../lib/errors.ts';
import { decodeArtifact } from '../../lib/model/decode-artifact.ts';
import { describeActor } from './describe-actor.ts';
import { openModels } from './models.ts';
import { renderShipped } from './render-shipped.ts';
import { shipStage } from './ship-stage.ts';
import { SMOKE_LEADS, smokeStage } from './smoke-stage.ts';
import { openStack } from './stack.ts';

const HELP = `npm run ship -- --stage STAGE [options]

Deploys what is packaged (npx serverless package --stage STAGE) and a model, tests both, and goes back to the code and the
aliases of before when a step fails. Run in a GitHub job it writes the outputs url and version, and the job's summary.

  --stage STAGE     such as staging: the stack is scorelane-STAGE
  --model FILE      model.json, to be published; without it the models stay as they are
  --package FOLDER  where the package is (default: .serverless)
  --leads NUMBER    leads of a smoke test (default: ${SMOKE_LEADS})`;

const root = join(import.meta.dirname, '../..');

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`ship: ${messageOf(error)}`);
  process.exitCode = error instanceof InputError ? 2 : 1;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string' },
      model: { type: 'string' },
      package: { type: 'string', default: '.serverless' },
      leads: { type: 'string', default: String(SMOKE_LEADS) },
      help: { type: 'boolean', default: false },
    },
  });
  const { stage, model: file } = values;
  if (values.help || stage === undefined) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(stage) || stage === 'local')
    throw new InputError(`--stage: expected a name such as staging, got “${stage}”`);
  const leads = Number(values.leads);
  if (!Number.isInteger(leads) || leads < 1)
    throw new InputError(`--leads: expected a whole number from 1, got “${values.leads}”`);
  if (!existsSync(join(values.package, 'serverless-state.json')))
    throw new InputError(
      `--package: expected a packaged service, found none in ${values.package}: npx serverless package --stage ${stage}`,
    );
  const shipped = await shipStage(
    {
      stack: openStack(stage, process.env.PERMISSIONS_BOUNDARY),
      models: openModels(stage, file, describeActor()),
      deploy: () => deploy(stage, values.package),
      smoke: (options) => smokeStage(stage, options),
      say: (line) => console.log(line),
    },
    {
      leads,
      protect: isProtected(stage),
      ...(file === undefined ? {} : { model: readName(file) }),
    },
  );
  const { url, version, failed } = shipped;
  append('GITHUB_OUTPUT', [`url=${url}`, ...(version === undefined ? [] : [`version=${version}`])]);
  append('GITHUB_STEP_SUMMARY', renderShipped(stage, shipped));
  if (failed === undefined) console.log(`${stage} answers at ${url}`);
  return failed === undefined ? 0 : 1;
}

/** Reads it before anything is deployed: a file that is no model changes nothing. */
function readName(file: string): string {
  if (!existsSync(file)) throw new InputError(`--model: expected a file, found none at ${file}`);
  try {
    return decodeArtifact(readFileSync(file)).name;
  } catch (error) {
    throw new InputError(`--model: ${messageOf(error)}`);
  }
}

/** The stages whose tables refuse deletion refuse it as a whole. */
function isProtected(stage: string): boolean {
  const stages = parse(readFileSync(join(root, 'infra/stages.yml'), 'utf8')) as Record<
    string,
    { readonly deletionProtection?: boolean }
  >;
  return (Object.hasOwn(stages, stage) ? stages[stage] : stages.dev)?.deletionProtection === true;
}
/**
 * Whether or not it differs from the package of the last deployment: that one may have been taken back, and the tool would
 * then take it for deployed.
 */
async function deploy(stage: string, folder: string): Promise<void> {
  const serverless = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');
  const region = process.env.AWS_REGION;
  const args = ['deploy', '--force', '--stage', stage, '--package', folder];
  const child = spawn(
    process.execPath,
    [serverless, ...args, ...(region === undefined ? [] : ['--region', region])],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`serverless deploy ended with ${code}; it says above why`);
}

/** For the steps after this one, and the job's page. */
function append(variable: 'GITHUB_OUTPUT' | 'GITHUB_STEP_SUMMARY', lines: readonly string[]): void {
  const file = process.env[variable];
  if (file) appendFileSync(file, `${lines.join('\n')}\n`);
}
