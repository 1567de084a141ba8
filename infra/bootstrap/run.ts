import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { InputError, messageOf } from '../../lib/errors.ts';
import { applyChange } from './apply-change.ts';
import { explainError } from './explain-error.ts';
import { gitHubCommands } from './github-commands.ts';
import { findOtherRepository, lookAtAccount } from './look-at-account.ts';
import { makeRoleTemplate, PROVIDER_TEMPLATE } from './make-template.ts';
import { packageTemplates } from './package-templates.ts';
import { planChanges } from './plan-changes.ts';
import { readRepository } from './read-repository.ts';
import { refuseShape } from './stage-name.ts';

const HELP = `npm run bootstrap -- --repository OWNER/NAME [options]

Makes what an AWS account needs once, so that GitHub can deploy to it: GitHub's OIDC provider, and for each environment a role
that its jobs alone may take, with the rights that the template of the stage of that name asks for, and the permissions boundary
that the stage's roles carry. Says what it would do, and asks. No key is made, and nothing else is touched.

  --repository OWNER/NAME   whose jobs may take the roles
  --ids OWNER_ID/REPO_ID    its numbers, where api.github.com cannot be asked
  --environments a,b        GitHub environments, each a stage (default: staging,prod)
  --provider-exists         the account has GitHub's OIDC provider; only --print needs this, which does not look
  --replace-repository      the roles trust another repository, and shall trust this one instead
  --yes                     do it without asking
  --print                   print the templates only, as JSON; needs no account

Credentials are those of your shell (AWS_PROFILE, aws sso login …); it needs an administrator, this once.`;

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = error instanceof InputError || isParseError(error);
  // A defect of ours ends here, too: who runs this can do more with a sentence than with a stack trace.
  console.error(isUsage ? messageOf(error) : (explainError(error) ?? `unexpected: ${messageOf(error)}`));
  process.exitCode = isUsage ? 2 : 1;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      repository: { type: 'string' },
      ids: { type: 'string' },
      environments: { type: 'string', default: 'staging,prod' },
      'provider-exists': { type: 'boolean', default: false },
      'replace-repository': { type: 'boolean', default: false },
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
  const names = [...new Set(values.environments.split(',').map((name) => name.trim()))];
  const refusal = names.map(refuseShape).find((each) => each !== undefined);
  if (refusal !== undefined) throw new InputError(refusal);
  if (values.print) {
    const templates = packageTemplates(names).map((environment) => makeRoleTemplate(repository, environment));
    console.log(
      JSON.stringify(values['provider-exists'] ? templates : [PROVIDER_TEMPLATE, ...templates], null, 2),
    );
    return 0;
  }
  const account = await lookAtAccount(names);
  const other = findOtherRepository(account.trusted, repository);
  if (other !== undefined && !values['replace-repository'])
    throw new InputError(
      `--repository: the roles of this account trust ${other}. They would trust ${values.repository} instead, and ${other} could not deploy any more. Add --replace-repository if you mean that; otherwise use other --environments, or another account`,
    );
  const changes = planChanges(account, repository, packageTemplates(names));
  console.log(`In the account of your credentials, ${account.region}:`);
  if (account.providerExists) console.log('  GitHub’s OIDC provider is there already');
  for (const { stack, what } of changes) console.log(`  the stack ${stack} ${what}`);
  if (other !== undefined) console.log(`${other} cannot deploy any more.`);
  if (!values.yes && !(await confirm())) {
    console.log('Nothing was made.');
    return 0;
  }
  const outputs: Record<string, Readonly<Record<string, string>>> = {};
  for (const change of changes) {
    const made = await applyChange(change);
    if (change.environment !== undefined) outputs[change.environment] = made;
  }
  const { region, isEarlier } = account;
  console.log(
    '\nDone. Tell GitHub, by pasting this (gh is GitHub’s command line, https://cli.github.com):\n',
  );
  console.log(gitHubCommands({ repository, region, outputs, isEarlier }));
  console.log(`
The approval of an environment is whose “reviewers” names: you, until you change it under Settings, Environments. In a private
repository it needs a plan that has it; leave “reviewers” out where GitHub refuses it.`);
  if (isEarlier)
    console.log('Until these variables are set, GitHub cannot deploy: it asks for a role that has gone.');
  return 0;
}

async function confirm(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await lines.question('Go on? (yes/no) ');
  lines.close();
  return answer.trim().toLowerCase() === 'yes';
}

/** An option that there is not. */
function isParseError(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
}
