import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkTemplate } from './check-template.ts';

/**
 * npm run check:template -- FILE…: what CloudFormation would refuse of packaged templates, by AWS's resource schemas and,
 * where it is in PATH, by cfn-lint.
 */
const files = process.argv.slice(2);
if (files.length === 0) {
  console.error(
    'expected templates: npm run check:template -- .serverless/cloudformation-template-update-stack.json',
  );
  process.exit(2);
}
for (const file of files) {
  const mistakes = checkTemplate(JSON.parse(readFileSync(file, 'utf8')));
  for (const mistake of mistakes) console.error(`${file}: ${mistake}`);
  if (mistakes.length > 0) process.exitCode = 1;
}
// It reads .cfnlintrc where it is started.
const linted = spawnSync('cfn-lint', ['--', ...files.map((file) => resolve(file))], {
  cwd: join(import.meta.dirname, '../..'),
  stdio: 'inherit',
});
if ((linted.error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT')
  console.log('cfn-lint is not installed (pip install cfn-lint): only AWS’s resource schemas were asked.');
else if (linted.status !== 0) process.exitCode = 1;
