import type { Command } from 'commander';
import { createStackCommand, openRegistry, type StageOptions } from '../stage.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { userName } from '../user-name.ts';

interface RollbackOptions extends StageOptions {
  readonly alias: string;
  readonly why?: string;
}

const EXAMPLES = `
Example:
  $ scorelane models rollback leads --why "fewer deals since Monday"

Goes back to the version before the last promotion; once more, to the one before that. Predictions keep the version
that they were accepted with. A rollback is never refused; it lists what callers will notice.`;

export const createRollbackCommand = (): Command =>
  createStackCommand('rollback')
    .description('point an alias back to the version before')
    .argument('<model>', 'the model’s name')
    .option('--alias <alias>', 'the alias', 'champion')
    .option('--why <text>', 'kept in the history')
    .addHelpText('after', EXAMPLES)
    .action(runRollback);

async function runRollback(name: string, { alias, why = '', ...options }: RollbackOptions): Promise<void> {
  const [stack, { rollBackAlias }] = await Promise.all([
    openRegistry(options.stage),
    import('../../lib/registry/move-alias.ts'),
  ]);
  const { from, to } = await rollBackAlias(stack, { name, alias, by: userName(), why });
  const { reviewMove, summariseFindings } = await import('./review-move.ts');
  const findings = await reviewMove(stack, { name, from, to });
  if (options.json) return printJson({ name, alias, from, to, findings });
  printLines([
    `${name}: ${alias} points to ${to} again, instead of ${from}; served within 30 seconds.`,
    ...summariseFindings(findings, `${name}@${to}`),
  ]);
}
