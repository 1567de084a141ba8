import { InputError, messageOf } from '../../lib/errors.ts';
import { openStack } from './stack.ts';

/** stack-output.ts STAGE OUTPUT: prints an output of a stage's stack; without the stack or the output it fails, and prints nothing. */
const [stage, output] = process.argv.slice(2);
try {
  if (stage === undefined || output === undefined)
    throw new InputError('expected STAGE OUTPUT, such as: stack-output.ts prod ApiUrl');
  const value = await openStack(stage).output(output);
  if (value === '')
    throw new Error(`expected the stack scorelane-${stage} to have the output ${output}, found none`);
  console.log(value);
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = error instanceof InputError ? 2 : 1;
}
