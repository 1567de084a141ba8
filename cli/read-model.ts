import { InputError, messageOf } from '../lib/errors.ts';
import { type CompiledModel, compileModel } from '../lib/model/compile-model.ts';
import { parseArtifact } from '../lib/model/parse-artifact.ts';
import { readInput } from './files.ts';

/** @throws {InputError} when the file is not a model that this version understands */
export function readModel(path: string): CompiledModel {
  const text = new TextDecoder().decode(readInput(path));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InputError(`${path}: expected a model.json that scorelane train wrote, found no valid JSON.`);
  }
  try {
    return compileModel(parseArtifact(json));
  } catch (error) {
    throw new InputError(`${path}: ${messageOf(error)}`);
  }
}
