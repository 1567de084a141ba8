import type { Command } from 'commander';
import { count } from '../../lib/count.ts';
import { formatCount } from '../../lib/format-figures.ts';
import type { ModelArtifact } from '../../lib/model/artifact.ts';
import { areLeadsKnown, isOutcomeKnown } from '../../lib/model/known-leads.ts';
import { measuredOn } from '../../lib/model/measured-on.ts';
import { claimFolder } from '../files/claim-files.ts';
import { createForceOption } from '../options.ts';
import { createStackCommand, openRegistry, type StageOptions } from '../stage.ts';
import { formatMetric, formatTime } from '../terminal/format.ts';
import { printJson, printLines, printNote } from '../terminal/print.ts';
import { paint } from '../terminal/screen.ts';
import { listFacts } from '../terminal/table.ts';

interface ShowOptions extends StageOptions {
  readonly save?: string;
}

const EXAMPLES = `
Examples:
  $ scorelane models show leads                       # the champion
  $ scorelane models show leads@v3 --save v3          # its files, to open v3/report.html`;

export const createShowCommand = (): Command =>
  createStackCommand('show')
    .description('one version: who, when, figures, fields')
    .argument('<model>', 'leads, leads@v3 or leads@challenger')
    .option('--save <folder>', 'also write model.json and what was published beside it')
    .addOption(createForceOption())
    .addHelpText('after', EXAMPLES)
    .action(runShow);

async function runShow(model: string, options: ShowOptions, command: Command): Promise<void> {
  const [
    { registry, artifacts, load },
    { aliasesOf, findVersion, versionJson },
    { readVersionFiles },
    { writeFiles },
  ] = await Promise.all([
    openRegistry(options.stage),
    import('./find-version.ts'),
    import('./read-files.ts'),
    import('../files/output-files.ts'),
  ]);
  const record = await findVersion(registry, model);
  const aliases = await registry.listAliases(record.name);
  const { artifact } = await load(record);
  const folder = options.save;
  const names = ['model.json', ...record.files];
  const targets =
    folder === undefined ? [] : await claimFolder(command, { option: '--save', path: folder }, names);
  const { found, gone } =
    folder === undefined ? { found: [], gone: [] } : await readVersionFiles(artifacts, record);
  const saved = found.map(({ name, data }) => ({ target: targets[names.indexOf(name)]!, data }));
  await writeFiles(saved);
  if (gone.length > 0) printNote(`deleted since it was published, so not written: ${gone.join(', ')}.`);
  if (options.json) {
    return printJson({
      ...versionJson(record, aliases),
      fields: artifact.schema.fields,
      lineage: artifact.lineage,
      ...(artifact.horizon === undefined ? {} : { horizon: artifact.horizon }),
    });
  }
  const { lineage, schema } = artifact;
  const facts: (readonly [string, string])[] = [
    ['Published', `${formatTime(record.createdAt)} by ${record.createdBy}`],
    ['Aliases', aliasesOf(aliases, record.version).join(', ') || '–'],
    ['Tags', record.tags.join(', ') || '–'],
    ['SHA-256', record.sha256],
    ['Trainer', record.trainer],
    [
      'Learned from',
      areLeadsKnown(artifact)
        ? `${formatCount(lineage.rows)} leads, ${formatCount(lineage.converted)} converted (${lineage.target}: ${lineage.positive})`
        : tellDescription(artifact),
    ],
    ...(artifact.horizon === undefined
      ? []
      : [['Predicts', `converts within ${count(artifact.horizon.days, 'day')}`] as const]),
    ['Fields', schema.fields.map(({ name }) => name).join(', ')],
    ['Files', names.join(', ')],
    ['Measured on', measuredOn(record.metrics)],
    ...Object.entries(record.metrics).map(([name, value]) => [name, formatMetric(name, value)] as const),
  ];
  printLines([
    paint('heading', `${record.name}@${record.version}`),
    ...listFacts(facts, { indent: 2 }),
    ...(saved.length === 0 ? [] : [`Wrote ${saved.map(({ target }) => target.name).join(', ')}`]),
  ]);
}

/** Of an imported model whose training leads are not known, what its leads were used for. */
function tellDescription(artifact: ModelArtifact): string {
  const { rows, converted } = artifact.lineage;
  const used = isOutcomeKnown(artifact)
    ? `measured on ${count(rows, 'lead')}, ${formatCount(converted)} converted`
    : `fields and scale described by ${count(rows, 'lead')}`;
  return `not known (imported; ${used})`;
}
