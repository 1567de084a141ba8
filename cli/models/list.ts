import type { Command } from 'commander';
import { measuredOn } from '../../lib/model/measured-on.ts';
import { createStackCommand, openRegistry, type StageOptions } from '../stage.ts';
import { formatTime } from '../terminal/format.ts';
import { hint } from '../terminal/hint.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { paint } from '../terminal/screen.ts';
import { alignCells } from '../terminal/text-table.ts';

const HEADER = [
  'version',
  'published',
  'by',
  'trainer',
  'log-loss',
  'ROC-AUC',
  'measured on',
  'aliases',
  'tags',
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
  const figure = (value: number | undefined, digits: number) => value?.toFixed(digits) ?? '–';
  printLines(
    models.flatMap(({ name, aliases, versions }) => [
      paint('heading', name),
      ...alignCells(
        [
          HEADER,
          ...versions.map((v) => [
            v.version,
            formatTime(v.createdAt),
            v.createdBy,
            v.trainer,
            figure(v.metrics.log_loss, 4),
            figure(v.metrics.roc_auc, 3),
            measuredOn(v.metrics),
            aliasesOf(aliases, v.version).join(', ') || '–',
            v.tags.join(', ') || '–',
          ]),
        ],
        ['left', 'left', 'left', 'left', 'right', 'right'],
      ).map((line) => `  ${line}`),
    ]),
  );
}
