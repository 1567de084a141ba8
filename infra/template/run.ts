import { readFileSync } from 'node:fs';
import { checkTemplate } from './check-template.ts';

/** npm run check:template -- FILE…: what CloudFormation would refuse of packaged templates. */
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
