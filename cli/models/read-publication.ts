import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ModelArtifact } from '../../lib/model/artifact.ts';
import { isImported } from '../../lib/model/known-leads.ts';
import { type FileBeside, type Publication, readArtifact } from '../../lib/registry/publish-model.ts';
import { parseTrainingNotes } from '../../lib/registry/training-notes.ts';
import { sha256Of } from '../../lib/sha256.ts';
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
  const model = readArtifact(artifact);
  // Nothing lies beside the standard input; what is in this folder is of another model.
  const names = isStandardInput(modelFile)
    ? []
    : BESIDE.filter((name) => existsSync(join(dirname(modelFile), name)));
  const files = names.map((name) => ({ name, bytes: readInput(join(dirname(modelFile), name)) }));
  const others = namesOfOthers(files, model, sha256Of(artifact));
  if (others.length > 0)
    printNote(`of another model, so not published with ${modelFile}: ${others.join(', ')}.`);
  return { artifact, files: files.filter(({ name }) => !others.includes(name)) };
}

/**
 * A user's own checks.json, or that of an earlier import; and what a training left in the folder that a model was imported into.
 * A leads.json tells itself whose it is, and publishing asks it.
 */
function namesOfOthers(
  files: readonly FileBeside[],
  model: ModelArtifact,
  sha256: string,
): FileBeside['name'][] {
  const metrics = files.find(({ name }) => name === 'metrics.json');
  const ofTraining =
    metrics !== undefined && isImported(model) && parseTrainingNotes(metrics.bytes).modelSha256 !== sha256;
  return files
    .map(({ name }) => name)
    .filter((name) =>
      name === 'checks.json'
        ? model.checks_sha256 === undefined
        : ofTraining && (name === 'metrics.json' || name === 'report.html'),
    );
}
