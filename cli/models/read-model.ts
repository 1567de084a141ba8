import { InputError, messageOf } from '../../lib/errors.ts';
import { type CompiledModel, compileModel } from '../../lib/model/compile-model.ts';
import { decodeArtifact } from '../../lib/model/decode-artifact.ts';
import { readInput } from '../files/files.ts';
import { nameOfInput } from '../terminal/standard-streams.ts';

/** @throws {InputError} when the file is not a model that this version understands */
export function readModel(path: string): CompiledModel {
  const bytes = readInput(path);
  try {
    return compileModel(decodeArtifact(bytes));
  } catch (error) {
    throw new InputError(`${nameOfInput(path)}: ${messageOf(error)}`);
  }
}
