import type { Command } from 'commander';
import { createStackCommand, openRegistry, type StageOptions } from '../stage.ts';
import { printJson, printLines } from '../terminal/print.ts';

export const createTagCommand = (): Command =>
  createStackCommand('tag')
    .description('add free words to a version')
    .argument('<model>', 'leads@v3')
    .argument('<tags...>', 'such as 1.0 or 2026-q1')
    .action(runTag);

async function runTag(model: string, tags: readonly string[], options: StageOptions): Promise<void> {
  const [{ registry }, { findVersion }, { checkTags }] = await Promise.all([
    openRegistry(options.stage),
    import('./find-version.ts'),
    import('../../lib/registry/publish-model.ts'),
  ]);
  checkTags(tags);
  const { name, version } = await findVersion(registry, model);
  await registry.tagVersion(name, version, tags);
  const all = (await registry.getVersion(name, version))!.tags;
  if (options.json) return printJson({ name, version, tags: all });
  printLines([`${name}@${version}: ${all.join(', ')}`]);
}
