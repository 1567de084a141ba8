import type { Command } from 'commander';
import type { ModelVersion } from '../../lib/registry/registry.ts';
import { claimFiles } from '../files/claim-files.ts';
import { createStackCommand, openRegistry, type StageOptions } from '../stage.ts';
import { formatDigits, formatMetric } from '../terminal/format.ts';
import { hint } from '../terminal/hint.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { whileShowing } from '../terminal/progress.ts';
import { paint } from '../terminal/screen.ts';
import { type Column, tabulate } from '../terminal/table.ts';
import type { LeadsComparison } from './compare-on-leads.ts';
import { tellHorizon } from './tell-horizons.ts';

/** Higher is better in these; lower in the others. */
const HIGHER_IS_BETTER: ReadonlySet<string> = new Set(['roc_auc', 'pr_auc', 'gini', 'ks']);
/** About the leads, not about the model. */
const NEUTRAL: ReadonlySet<string> = new Set([
  'rows',
  'base_rate',
  'constant_log_loss',
  'constant_brier',
  'folds',
]);

const EXAMPLES = `
Examples:
  $ scorelane models compare leads leads@v4           # the champion and version 4
  $ scorelane models compare leads leads@v4 --leads later-leads.csv

* marks the better figure, where both were measured on the same leads: those that were held out of the same file in the same way,
or with --leads those of a file with known outcomes that neither version has learned from.`;

interface CompareOptions extends StageOptions {
  readonly leads?: string;
}

export const createCompareCommand = (): Command =>
  createStackCommand('compare')
    .description('two versions side by side')
    .argument('<model>', 'leads, leads@v3 or leads@challenger')
    .argument('<other>', 'the same')
    .option(
      '--leads <leads.csv>',
      'measure both on this file of leads whose outcome is known (- is the standard input)',
    )
    .addHelpText('after', EXAMPLES)
    .action(runCompare);

async function runCompare(
  one: string,
  other: string,
  options: CompareOptions,
  command: Command,
): Promise<void> {
  const { leads: file, json } = options;
  claimFiles(command, { reads: [{ option: '--leads', path: file }] });
  const [stack, { findVersion }, { areSameLeads, readMeasured }] = await Promise.all([
    openRegistry(options.stage),
    import('./find-version.ts'),
    import('../../lib/registry/same-leads.ts'),
  ]);
  const records = [await findVersion(stack.registry, one), await findVersion(stack.registry, other)] as const;
  const [a, b] = records;
  const [first, second] = await whileShowing('Reading both versions', json, () =>
    Promise.all(records.map(async (record) => ({ record, artifact: (await stack.load(record)).artifact }))),
  );
  const compared =
    file === undefined
      ? undefined
      : await (await import('./compare-on-leads.ts')).compareOnLeads(stack, file, [first!, second!]);
  const isSame =
    compared !== undefined ||
    (a.horizonDays === b.horizonDays &&
      areSameLeads(await readMeasured(stack, a), await readMeasured(stack, b)));
  const figures = (compared?.figures.map(figuresIn) ?? records.map(({ metrics }) => metrics)) as [
    Figures,
    Figures,
  ];
  const [before, after] = [first!, second!].map(({ artifact }) =>
    artifact.schema.fields.map(({ name }) => name),
  );
  const added = after!.filter((name) => !before!.includes(name));
  const removed = before!.filter((name) => !after!.includes(name));
  if (json) {
    const [x, y] = records.map(({ name, version }, i) => ({ name, version, metrics: figures[i] }));
    return printJson({
      ...{ first: x, second: y, same_leads: isSame },
      ...(compared && {
        difference: compared.difference,
        standard_error: compared.standardError,
        notes: compared.notes,
      }),
      fields: { added, removed },
    });
  }
  const title = ({ name, version }: typeof a) => `${name}@${version}`;
  const columns: Column[] = [
    { title: '' },
    { title: `${title(a)}  `, align: 'right' },
    { title: `${title(b)}  `, align: 'right' },
  ];
  printLines([
    ...tabulate(columns, [['trainer', `${a.trainer}  `, `${b.trainer}  `], ...listFigures(figures, isSame)]),
    ...(added.length === 0 ? [] : [`Fields only in ${title(b)}: ${added.join(', ')}`]),
    ...(removed.length === 0 ? [] : [`Fields only in ${title(a)}: ${removed.join(', ')}`]),
    ...(compared === undefined ? [] : [...compared.notes, describeDifference(a, b, compared)]),
    ...(a.horizonDays !== b.horizonDays
      ? [
          `They predict conversions ${tellHorizon(a.horizonDays)} and ${tellHorizon(b.horizonDays)}: these figures cannot be compared.`,
        ]
      : isSame
        ? []
        : [
            `${tellNotComparable(records, figures)} To measure both on the same: ${hint(['models', 'compare', one, other, '--leads', 'leads.csv'])}`,
          ]),
  ]);
}

type Figures = Readonly<Record<string, number>>;

/** Why their figures cannot be compared; a model that was imported without leads has none. */
function tellNotComparable(
  records: readonly [ModelVersion, ModelVersion],
  figures: readonly [Figures, Figures],
): string {
  const without = records.filter((_, i) => Object.keys(figures[i]!).length === 0);
  if (without.length === 0)
    return 'These figures were measured on different leads, so they cannot be compared.';
  const [first] = without;
  return without.length === 2
    ? 'Neither has been measured on leads, so they cannot be compared.'
    : `${first!.name}@${first!.version} has not been measured on leads, so they cannot be compared.`;
}

const figuresIn = (evaluation: object): Figures =>
  Object.fromEntries(Object.entries(evaluation).filter(([, value]) => typeof value === 'number'));

/** @param isSame the better one is marked only then */
function listFigures([first, second]: readonly [Figures, Figures], isSame: boolean): string[][] {
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return names.map((name) => {
    const [x, y] = [first[name], second[name]];
    const better =
      !isSame || NEUTRAL.has(name) || x === undefined || y === undefined || x === y
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
}

function describeDifference(
  a: ModelVersion,
  b: ModelVersion,
  { difference, standardError }: LeadsComparison,
): string {
  const better = difference > 0 ? b : a;
  const gap = `${formatDigits(Math.abs(difference), 4)} ± ${formatDigits(standardError, 4)}`;
  return Math.abs(difference) > standardError
    ? `${better.name}@${better.version} has the lower log-loss, by ${gap}.`
    : `Their log-losses differ by ${gap}: neither is better beyond chance.`;
}
