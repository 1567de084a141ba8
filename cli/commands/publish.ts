import { userInfo } from 'node:os';
import { Command } from 'commander';

interface PublishOptions {
  readonly promote?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
Example:
  $ scorelane publish model/model.json --promote

The first version of a model becomes its champion, the version that serves; later ones when they are promoted.`;

export function createPublishCommand(): Command {
  return new Command('publish')
    .description('publish a model.json as the next version of its model, to the running local stack')
    .argument('<model.json>', 'a model that `scorelane train` wrote')
    .option('--promote', 'make it the champion')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action(runPublish);
}

async function runPublish(modelFile: string, options: PublishOptions): Promise<void> {
  const [{ composePublisher }, { useLocalStack }, { readInput }] = await Promise.all([
    import('../../lib/runtime/compose.ts'),
    import('../local-stack.ts'),
    import('../files.ts'),
  ]);
  const bytes = readInput(modelFile);
  const { apiUrl, environment } = useLocalStack();
  const publisher = composePublisher(environment);
  const { name, version, sha256 } = await publisher.publish({ artifact: bytes, by: userName() });
  const before = options.promote ? await publisher.promote(name, version, userName()) : undefined;
  const champion = await publisher.championVersionOf(name);
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ name, version, sha256, champion, api_url: apiUrl }, null, 2)}\n`,
    );
    return;
  }
  const lines = [`Published ${name}@${version} (SHA-256 ${sha256.slice(0, 12)}…)`];
  if (champion !== version)
    lines.push(`The champion stays ${name}@${champion}; --promote makes a new version serve.`);
  else if (before === undefined || before === version) lines.push(`It is the champion: ${apiUrl} serves it.`);
  else lines.push(`It is the champion instead of ${before}: ${apiUrl} serves it within 30 seconds.`);
  if (name !== environment.MODEL_NAME) {
    lines.push(
      `Note: the API serves the model "${environment.MODEL_NAME}"; train with --name ${environment.MODEL_NAME} to have it asked.`,
    );
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user without a name.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
