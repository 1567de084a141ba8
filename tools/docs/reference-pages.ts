import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { renderArtifactReference } from './artifact-reference.ts';
import { renderCliReference } from './cli-reference.ts';
import { renderConfigurationReference } from './configuration-reference.ts';
import { renderHttpReference } from './http-reference.ts';

/** Path in the repository → text. */
export type Pages = Readonly<Record<string, string>>;

/** docs/reference, made of the sources under this root. */
export function renderReference(root: string): Pages {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  return {
    'docs/reference/artifact.md': renderArtifactReference(),
    'docs/reference/cli.md': renderCliReference(
      JSON.parse(read('package.json')) as { version: string; description: string },
    ),
    'docs/reference/configuration.md': renderConfigurationReference({
      service: read('serverless.yml'),
      stages: read('infra/stages.yml'),
      resources: globSync('infra/cloudformation/*.yml', { cwd: root }).sort().map(read),
    }),
    'docs/reference/http.md': renderHttpReference(),
  };
}

/** The pages whose file under this root is missing or says something else. */
export const findStale = (pages: Pages, root: string): string[] =>
  Object.entries(pages)
    .filter(([path, text]) => {
      const file = join(root, path);
      return !existsSync(file) || readFileSync(file, 'utf8') !== text;
    })
    .map(([path]) => path);

export function writePages(pages: Pages, root: string): void {
  for (const [path, text] of Object.entries(pages)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
