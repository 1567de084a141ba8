import { Command } from 'commander';
import { type ApiOptions, addApiOptions } from '../api-client.ts';
import { printAnswer, printJson, printLines } from '../terminal/print.ts';

interface ShowOptions extends ApiOptions {
  readonly thresholds?: boolean;
}

const EXAMPLES = `
Examples:
  $ scorelane runs show 3f9a1c2e04
  $ scorelane runs show 3f9a1c2e04 --thresholds
  $ scorelane runs show 01a1ff29-33e5-7439-ab45-49fb2204d5fb --stage dev`;

export const createShowRunCommand = (): Command =>
  addApiOptions(
    new Command('show')
      .description('a training: its figures, or its steps and what was decided')
      .argument('<id>', 'its id; of the history, the first four digits or more'),
  )
    .option('--thresholds', 'of the history: every cut-off, with what comes of it')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, options: ShowOptions, command: Command) => {
      const [{ findTraining }, { describeRun, tabulateThresholds }, { summariseTraining }] =
        await Promise.all([
          import('./find-training.ts'),
          import('./run-summary.ts'),
          import('./training-summary.ts'),
        ]);
      const found = await findTraining(id, options, command);
      if (found.run === undefined) {
        if (options.thresholds)
          return command.error(
            'error: --thresholds shows a training of the history; those of a version of the stack are in its report.html and metrics.json',
          );
        return printAnswer(found.facts, options.json, summariseTraining);
      }
      if (options.json) return printJson({ ...found.run, metrics: found.metrics });
      printLines(
        options.thresholds ? tabulateThresholds(found.metrics) : describeRun(found.run, found.metrics),
      );
    });
