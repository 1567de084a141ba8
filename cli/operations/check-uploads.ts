import { dirname, extname, join, posix } from 'node:path';
import { InputError, messageOf } from '../../lib/errors.ts';
import { decodeArtifact, MOST_ARTIFACT_BYTES } from '../../lib/model/decode-artifact.ts';
import { repeatChecks } from '../../lib/registry/repeat-checks.ts';
import { readBeginning, readInput } from '../files/files.ts';
import { hint } from '../terminal/hint.ts';

export interface FileToUpload {
  /** On this machine. */
  readonly path: string;
  /** Behind the prefix of the keys; folders are separated by slashes. */
  readonly name: string;
  readonly size: number;
}

/** The format stands first in what `train` and `import` write. */
const HEAD_BYTES = 4096;
const MODEL = /"format"\s*:\s*"scorelane-model\//;

/**
 * Imported models go nowhere without their checks: a model among the files that names a checks.json must have it beside it among them,
 * and still give its probabilities.
 *
 * @throws {InputError} naming the model and what is wrong with its checks
 */
export function checkUploads(bucket: string, files: readonly FileToUpload[]): void {
  for (const { path, name, size } of files) {
    if (extname(name) !== '.json' || size > MOST_ARTIFACT_BYTES || !isModel(path)) continue;
    const bytes = readInput(path);
    if (!namesChecks(bytes)) continue;
    const besideName = posix.join(posix.dirname(name), 'checks.json');
    const beside = files.find((file) => posix.normalize(file.name) === besideName);
    try {
      repeatChecks(beside && readInput(beside.path), decodeArtifact(bytes));
    } catch (error) {
      const alone = beside === undefined && files.length === 1;
      const advice = alone ? ` To upload both: ${hint(['upload', bucket, dirname(join(path))])}` : '';
      throw new InputError(`cannot upload ${name}: ${messageOf(error)}${advice}`);
    }
  }
}

const isModel = (path: string): boolean =>
  MODEL.test(new TextDecoder().decode(readBeginning(path, HEAD_BYTES)));

function namesChecks(bytes: Uint8Array): boolean {
  try {
    const { checks_sha256 } = Object(JSON.parse(new TextDecoder().decode(bytes)));
    return checks_sha256 !== undefined;
  } catch {
    return false;
  }
}
