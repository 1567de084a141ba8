import { Command } from 'commander';
import { createTargetOption, openRegistry } from '../target.ts';
import { printJson, printLines } from '../terminal/print.ts';

interface TagOptions {
  readonly target?: string;
  readonly json?: boolean;
}

export const createTagCommand = (): Command =>
  new Command('tag')
    .description('add free words to a version')
    .argument('<model>', 'leads@v3')
    .argument('<tags...>', 'such as 1.0 or 2026-q1')
    .addOption(createTargetOption())
    .option('--json', 'print the result as JSON')
    .action(runTag);

async function runTag(model: string, tags: readonly string[], options: TagOptions): Promise<void> {
  const [{ registry }, { findVersion }, { checkTags }] = await Promise.all([
    openRegistry(options.target),
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
