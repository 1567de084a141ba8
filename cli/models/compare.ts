import type { Command } from 'commander';
import { createStackCommand, openRegistry, type StageOptions } from '../stage.ts';
import { formatMetric } from '../terminal/format.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { whileShowing } from '../terminal/progress.ts';
import { paint } from '../terminal/screen.ts';
import { type Column, tabulate } from '../terminal/table.ts';

/** Higher is better in these; lower in the others. */
const HIGHER_IS_BETTER: ReadonlySet<string> = new Set(['roc_auc', 'pr_auc', 'gini', 'ks']);
/** About the leads, not about the model. */
const NEUTRAL: ReadonlySet<string> = new Set(['rows', 'base_rate', 'constant_log_loss', 'constant_brier']);

const EXAMPLES = `
Example:
  $ scorelane models compare leads leads@v4           # the champion and version 4

* marks the better figure. Each was measured on its own hold-out leads: they can be compared when both models were
trained on the same file with the same seed. models promote replays both on the same leads.`;

export const createCompareCommand = (): Command =>
  createStackCommand('compare')
    .description('two versions side by side')
    .argument('<model>', 'leads, leads@v3 or leads@challenger')
    .argument('<other>', 'the same')
    .addHelpText('after', EXAMPLES)
    .action(runCompare);

async function runCompare(one: string, other: string, options: StageOptions): Promise<void> {
  const [{ registry, load }, { findVersion }] = await Promise.all([
    openRegistry(options.stage),
    import('./find-version.ts'),
  ]);
  const records = [await findVersion(registry, one), await findVersion(registry, other)] as const;
  const [a, b] = records;
  const names = [...new Set([...Object.keys(a.metrics), ...Object.keys(b.metrics)])];
  const models = await whileShowing('Reading both versions', options.json, () =>
    Promise.all(records.map(load)),
  );
  const [before, after] = models.map(({ artifact }) => artifact.schema.fields.map(({ name }) => name));
  const added = after!.filter((name) => !before!.includes(name));
  const removed = before!.filter((name) => !after!.includes(name));
  if (options.json) {
    const [first, second] = records.map(({ name, version, metrics }) => ({ name, version, metrics }));
    return printJson({ first, second, fields: { added, removed } });
  }
  const rows = names.map((name) => {
    const [x, y] = [a.metrics[name], b.metrics[name]];
    const better =
      NEUTRAL.has(name) || x === undefined || y === undefined || x === y
        ? undefined
        : x > y === HIGHER_IS_BETTER.has(name)
          ? 0
          : 1;
    const show = (value: number | undefined, i: number) => {
      const figure = value === undefined ? '–' : formatMetric(name, value);
      return better === i ? `${paint('good', figure)} *` : `${figure}  `;
    };
    return [name, show(x, 0), show(y, 1)];
  });
  const title = ({ name, version }: typeof a) => `${name}@${version}`;
  const columns: Column[] = [
    { title: '' },
    { title: `${title(a)}  `, align: 'right' },
    { title: `${title(b)}  `, align: 'right' },
  ];
  printLines([
    ...tabulate(columns, [['trainer', `${a.trainer}  `, `${b.trainer}  `], ...rows]),
    ...(added.length === 0 ? [] : [`Fields only in ${title(b)}: ${added.join(', ')}`]),
    ...(removed.length === 0 ? [] : [`Fields only in ${title(a)}: ${removed.join(', ')}`]),
  ]);
}
