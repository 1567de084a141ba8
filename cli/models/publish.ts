import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { CHAMPION } from '../../lib/registry/registry.ts';
import { claimFiles } from '../files/claim-files.ts';
import { collectList } from '../options.ts';
import { createStackCommand, openRegistry, type StageOptions } from '../stage.ts';
import { hint } from '../terminal/hint.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { isStandardInput } from '../terminal/standard-streams.ts';
import { userName } from '../user-name.ts';

interface PublishOptions extends StageOptions {
  readonly promote?: boolean;
  readonly tag?: readonly string[];
  readonly once?: boolean;
}

const EXAMPLES = `
Examples:
  $ scorelane publish model/model.json
  $ scorelane publish model/model.json --tag 1.0 --promote

The first version of a model becomes its champion, the version that serves; later ones when they are promoted.
report.html, metrics.json and leads.json beside the model are published with it; leads.json lets a retraining tell which leads
the model has not learned from.`;

export function createPublishCommand(): Command {
  return createStackCommand('publish')
    .description('publish a model.json as the next version of its model')
    .argument('<model.json>', 'a model that `scorelane train` wrote; - reads it from the standard input')
    .option('--promote', 'make it the champion; findings are listed and stop nothing (see models promote)')
    .option('--tag <tags>', 'free words such as 1.0, separated by commas', collectList)
    .option('--once', 'publish nothing when a version is this very file; for scripts that run again')
    .addHelpText('after', EXAMPLES)
    .action(runPublish);
}

async function runPublish(modelFile: string, options: PublishOptions, command: Command): Promise<void> {
  await claimFiles(command, { reads: [{ option: '<model.json>', path: modelFile }] });
  const [{ publishModel }, { promoteVersion }, { readInput }] = await Promise.all([
    import('../../lib/registry/publish-model.ts'),
    import('../../lib/registry/move-alias.ts'),
    import('../files/files.ts'),
  ]);
  const artifact = readInput(modelFile);
  const files = (['report.html', 'metrics.json', 'leads.json'] as const)
    // Nothing lies beside the standard input; what is in this folder is of another model.
    .filter((name) => !isStandardInput(modelFile) && existsSync(join(dirname(modelFile), name)))
    .map((name) => ({ name, bytes: readInput(join(dirname(modelFile), name)) }));
  const stack = await openRegistry(options.stage);
  const by = userName();
  const published = await publishModel(stack, {
    artifact,
    files,
    tags: options.tag ?? [],
    by,
    once: options.once ?? false,
  });
  const { name, version, sha256, tags } = published;
  const before = options.promote
    ? await promoteVersion(stack, { name, version, alias: CHAMPION, by, why: 'publish --promote' })
    : undefined;
  const champion = await stack.registry.getAlias(name, CHAMPION);
  const { apiUrl, environment } = stack.stage;
  const { reviewMove, summariseFindings } = await import('./review-move.ts');
  const findings = champion === version ? await reviewMove(stack, { name, from: before, to: version }) : [];
  if (options.json)
    return printJson({
      ...{ name, version, sha256, tags, champion, api_url: apiUrl },
      ...(findings.length === 0 ? {} : { findings }),
    });
  const lines = [`Published ${name}@${version} (SHA-256 ${sha256.slice(0, 12)}…)`];
  if (champion !== version)
    lines.push(
      `The champion stays ${name}@${champion}. To see what would change, and then change it:`,
      `  ${hint(['models', 'promote', `${name}@${version}`])}`,
    );
  else if (before === undefined || before === version) lines.push(`It is the champion: ${apiUrl} serves it.`);
  else lines.push(`It is the champion instead of ${before}: ${apiUrl} serves it within 30 seconds.`);
  lines.push(...summariseFindings(findings, `${name}@${version}`));
  const served = environment.MODEL_NAME ?? 'leads';
  if (name !== served) {
    lines.push(
      `Note: the API serves the model "${served}" by default; ask for this one with ?model=${name}, or train with --name ${served}.`,
    );
  }
  printLines(lines);
}
