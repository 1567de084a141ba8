import { ConflictError } from '../../lib/errors.ts';
import type { ModelArtifact } from '../../lib/model/artifact.ts';
import type { Stage } from '../stage.ts';
import { sayRepeat } from '../terminal/hint.ts';

const DEADLINE_MS = 5000;

/**
 * Asks the API of a stage whether its functions score a kind of model: those of an earlier release refuse it, and the version
 * before would answer instead. An API that does not answer is no reason to stop.
 *
 * @throws {ConflictError} it says that it does not
 */
export async function checkKind(
  { apiUrl }: Pick<Stage, 'apiUrl'>,
  { kind, name }: Pick<ModelArtifact, 'kind' | 'name'>,
): Promise<void> {
  // Every release scores these.
  if (kind === 'additive') return;
  const kinds = await readKinds(apiUrl);
  if (kinds === undefined || kinds.includes(kind)) return;
  throw new ConflictError(
    `the functions at ${apiUrl} are of an earlier release, which scores models of the kind ${kinds.join(', ')}; ${name} is of the kind ${kind}. ` +
      `Nothing was changed. Deploy this release there first. ${sayRepeat('do it nevertheless', '--force')}`,
  );
}

/** @returns undefined: the API cannot be asked */
async function readKinds(apiUrl: string): Promise<readonly string[] | undefined> {
  try {
    const answer = await fetch(apiUrl, { signal: AbortSignal.timeout(DEADLINE_MS) });
    const body: unknown = await answer.json();
    if (!answer.ok || typeof body !== 'object' || body === null || !('links' in body)) return undefined;
    const told = 'model_kinds' in body ? body.model_kinds : undefined;
    return Array.isArray(told) ? told.map(String) : ['additive'];
  } catch {
    return undefined;
  }
}
