import { Command } from 'commander';
import { type ApiOptions, addApiOptions, openApi, untilInterrupted } from '../api-client.ts';
import { omitUndefined } from '../options.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { type ModelVersionName, parseModelVersion } from './model-version.ts';

interface PerformanceOptions extends ApiOptions {
  readonly from?: string;
  readonly to?: string;
}

const EXAMPLES = `
Examples:
  $ scorelane models performance                         # the API’s model, all versions
  $ scorelane models performance leads@v3
  $ scorelane models performance leads --from 2026-01-01 --to 2026-07-01

Measured are leads that were scored with a reference, each once, by its first score. The figures are of weeks whose leads had
time to convert; a younger week shows what is expected by now. Ranges in parentheses hold 95 %. Leads that another
system scored are leads@elsewhere. Outcomes come by scorelane outcomes. Needs a key of the scope operate.`;

export const createPerformanceCommand = (): Command =>
  addApiOptions(
    new Command('performance')
      .description('what the scores were worth: conversions that came against those that were predicted')
      .argument(
        '[model]',
        'leads, or leads@v3 for one version (default: the API’s model)',
        parseModelVersion,
      ),
  )
    .option('--from <date>', 'leads that were scored from then on (default: all that are kept)')
    .option('--to <date>', 'and before then (default: now)')
    .addHelpText('after', EXAMPLES)
    .action(runPerformance);

async function runPerformance(
  model: ModelVersionName | undefined,
  options: PerformanceOptions,
): Promise<void> {
  const { from, to, json } = options;
  const [client, { describePerformance }] = await Promise.all([
    openApi(options),
    import('./performance-summary.ts'),
  ]);
  const signal = untilInterrupted();
  const name = model?.name ?? (await client.schema({ signal }))['x-model'].name;
  const performance = await client.getPerformance(name, {
    ...omitUndefined({ from, to, version: model?.version }),
    signal,
  });
  if (json) printJson(performance);
  else printLines(describePerformance(performance));
}
