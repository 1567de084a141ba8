import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { InputError, messageOf } from '../../lib/errors.ts';
import type { Template } from '../template/check-template.ts';
import { applyTemplate, STACK } from './apply-template.ts';
import { makeBootstrapTemplate, ROLE_NAME } from './make-template.ts';
import { readRepository } from './read-repository.ts';

const HELP = `npm run bootstrap -- --repository OWNER/NAME [options]

Prints what an AWS account needs once, so that GitHub can deploy to it: GitHub's OIDC provider and a role with the rights
that the template asks for. When you say yes, makes it. No key is made, and nothing else is touched.

  --repository OWNER/NAME   whose jobs may take the role
  --ids OWNER_ID/REPO_ID    their numbers, where api.github.com cannot be asked
  --environments a,b        GitHub environments (default: staging,prod)
  --provider-exists         the account has GitHub's OIDC provider already
  --yes                     make it without asking
  --print                   print the template only, as JSON

Credentials are those of your shell (AWS_PROFILE, aws sso login …); it needs an administrator, this once.`;

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(messageOf(error));
  process.exitCode = 2;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      repository: { type: 'string' },
      ids: { type: 'string' },
      environments: { type: 'string', default: 'staging,prod' },
      'provider-exists': { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      print: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || values.repository === undefined) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }
  const repository = await readRepository(values.repository, values.ids);
  const environments = values.environments.split(',').map((name) => name.trim());
  const template = makeBootstrapTemplate(
    { repository, environments, providerExists: values['provider-exists'] },
    packageTemplates(),
  );
  const text = JSON.stringify(template, null, 2);
  if (values.print) {
    console.log(text);
    return 0;
  }
  console.log(text);
  console.log(`
This makes the stack ${STACK} in the account and region of your credentials:
  ${values['provider-exists'] ? '' : "GitHub's OIDC provider, and "}the role ${ROLE_NAME}, which jobs of the environments ${environments.join(' and ')}
  of ${repository.owner}/${repository.name} may take.`);
  if (!values.yes && !(await confirm())) {
    console.log('Nothing was made.');
    return 0;
  }
  const arn = await applyTemplate(text);
  console.log(`
${arn}

Tell GitHub:
  gh variable set AWS_ROLE_ARN --repo ${repository.owner}/${repository.name} --body ${arn}
  gh variable set AWS_REGION --repo ${repository.owner}/${repository.name} --body ${process.env.AWS_REGION ?? 'us-east-1'}
and, under Settings, Environments, whose approval “prod” needs.`);
  return 0;
}

async function confirm(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await lines.question('Make it? (yes/no) ');
  lines.close();
  return answer.trim().toLowerCase() === 'yes';
}

/** What would be deployed, as `serverless package` writes it: needs no account. */
function packageTemplates(): Template[] {
  const folder = mkdtempSync(join(tmpdir(), 'scorelane-bootstrap-'));
  try {
    const serverless = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [serverless, 'package', '--stage', 'prod', '--package', folder],
      { encoding: 'utf8', cwd: join(import.meta.dirname, '../..') },
    );
    if (status !== 0) throw new InputError(`packaging failed; run npm run build first?\n${stdout}${stderr}`);
    return ['create', 'update'].map((which) =>
      JSON.parse(readFileSync(join(folder, `cloudformation-template-${which}-stack.json`), 'utf8')),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
