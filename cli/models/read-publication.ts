import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type FileBeside, type Publication, readArtifact } from '../../lib/registry/publish-model.ts';
import { readInput } from '../files/files.ts';
import { printNote } from '../terminal/print.ts';
import { isStandardInput } from '../terminal/standard-streams.ts';

const BESIDE: readonly FileBeside['name'][] = ['report.html', 'metrics.json', 'leads.json', 'checks.json'];

/**
 * A model and what is published with it: what lies beside it under the names that `train` and `import` write.
 *
 * @throws {InputError} there is no such file, or it is not a model
 */
export function readPublication(modelFile: string): Required<Pick<Publication, 'artifact' | 'files'>> {
  const artifact = readInput(modelFile);
  const hasChecks = readArtifact(artifact).checks_sha256 !== undefined;
  // Nothing lies beside the standard input; what is in this folder is of another model.
  const names = isStandardInput(modelFile)
    ? []
    : BESIDE.filter((name) => existsSync(join(dirname(modelFile), name)));
  // A user's own file of that name, or one of an earlier import.
  if (names.includes('checks.json') && !hasChecks)
    printNote(`checks.json beside ${modelFile} is not published: the model names no checks.`);
  const files = names
    .filter((name) => name !== 'checks.json' || hasChecks)
    .map((name) => ({ name, bytes: readInput(join(dirname(modelFile), name)) }));
  return { artifact, files };
}
