import type { Command } from 'commander';
import { measuredOn } from '../../lib/model/measured-on.ts';
import { createStackCommand, openRegistry, type StageOptions } from '../stage.ts';
import { formatMetric, formatTime } from '../terminal/format.ts';
import { hint } from '../terminal/hint.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { paint } from '../terminal/screen.ts';
import { type Column, tabulate } from '../terminal/table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'version' },
  { title: 'published', drop: 1 },
  { title: 'by', drop: 4 },
  { title: 'trainer', drop: 3 },
  { title: 'log-loss', align: 'right' },
  { title: 'ROC-AUC', align: 'right' },
  { title: 'measured on', fit: 'wrap' },
  { title: 'aliases', fit: 'wrap', least: 10 },
  { title: 'tags', fit: 'wrap', drop: 2 },
];

export const createListCommand = (): Command =>
  createStackCommand('list')
    .description('every published version, newest first')
    .argument('[model]', 'only this model’s')
    .action(runList);

async function runList(model: string | undefined, options: StageOptions): Promise<void> {
  const [{ registry }, { aliasesOf, findVersion, versionJson }] = await Promise.all([
    openRegistry(options.stage),
    import('./find-version.ts'),
  ]);
  const names =
    model === undefined ? await registry.listModels() : [(await findVersion(registry, model)).name];
  const models = await Promise.all(
    names.map(async (name) => ({
      name,
      aliases: await registry.listAliases(name),
      versions: await registry.listVersions(name),
    })),
  );
  if (options.json) {
    return printJson(models.flatMap(({ aliases, versions }) => versions.map((v) => versionJson(v, aliases))));
  }
  if (models.length === 0) {
    return printLines([`No model is published yet. Publish one: ${hint(['publish', 'model/model.json'])}`]);
  }
  const figure = (name: string, value: number | undefined) =>
    value === undefined ? '–' : formatMetric(name, value);
  printLines(
    models.flatMap(({ name, aliases, versions }) => [
      paint('heading', name),
      ...tabulate(
        COLUMNS,
        versions.map((v) => [
          v.version,
          formatTime(v.createdAt),
          v.createdBy,
          v.trainer,
          figure('log_loss', v.metrics.log_loss),
          figure('roc_auc', v.metrics.roc_auc),
          measuredOn(v.metrics),
          aliasesOf(aliases, v.version).join(', ') || '–',
          v.tags.join(', ') || '–',
        ]),
        { indent: 2 },
      ),
    ]),
  );
}
