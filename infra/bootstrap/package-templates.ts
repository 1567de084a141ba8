import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { InputError } from '../../lib/errors.ts';
import type { Template } from '../build/check-template.ts';
import type { Environment } from './make-template.ts';

const ROOT = join(import.meta.dirname, '../..');
const BUNDLES = join(ROOT, '.build');
const COPY = 'bootstrap-';
/** What packaging reads, besides the bundles. */
const SOURCES = ['serverless.yml', 'package.json', 'infra', 'lib'];

/**
 * What would be deployed to each stage, as `serverless package` writes it: needs no account.
 *
 * It packages a copy, because `serverless package` empties `.serverless` wherever it is told to write, and that of the checkout
 * may be a package that somebody is about to deploy. The copy lies in the checkout, so that it finds the same node_modules.
 *
 * @throws {InputError} nothing was built yet, or packaging failed
 */
export function packageTemplates(stages: readonly string[]): Environment[] {
  if (!existsSync(BUNDLES)) throw new InputError('there are no bundles of the functions: npm run build');
  const copy = mkdtempSync(join(BUNDLES, COPY));
  try {
    for (const name of SOURCES) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    for (const name of readdirSync(BUNDLES))
      if (!name.startsWith(COPY))
        cpSync(join(BUNDLES, name), join(copy, '.build', name), { recursive: true });
    return stages.map((name) => ({ name, templates: packageStage(copy, name) }));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function packageStage(cwd: string, stage: string): Template[] {
  const serverless = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');
  // The variable is of one stage, and says nothing about rights.
  const { PERMISSIONS_BOUNDARY: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [serverless, 'package', '--stage', stage], {
    encoding: 'utf8',
    cwd,
    env,
  });
  if (status !== 0)
    throw new InputError(
      `packaging the stage ${stage} failed; npm run build may be needed before:\n${stdout}${stderr}`,
    );
  return ['create', 'update'].map((which) =>
    JSON.parse(readFileSync(join(cwd, `.serverless/cloudformation-template-${which}-stack.json`), 'utf8')),
  );
}
