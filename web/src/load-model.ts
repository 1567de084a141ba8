import type { LeadSchema } from '../../lib/lead/schema.ts';
import { leadSchemaFromJson } from '../../lib/lead/schema-from-json.ts';
import { type CompiledModel, compileModel } from '../../lib/model/compile-model.ts';
import { parseArtifact } from '../../lib/model/parse-artifact.ts';
import type { Settings } from './settings.ts';

/** What the page works with: the champion's schema and, to score with here, the champion itself. */
export interface Champion {
  readonly schema: LeadSchema;
  readonly name: string;
  readonly version: string;
  readonly model: CompiledModel;
}

/** Something that the person in front of the page can do something about. */
export class PageError extends Error {
  override readonly name = 'PageError';
}

export async function loadChampion(settings: Settings): Promise<Champion> {
  const described = (await ask(settings, '/schema')) as { 'x-model': { name: string; version: string } };
  const { name, version } = described['x-model'];
  const artifact = parseArtifact(await ask(settings, `/models/${name}/versions/${version}/files/model.json`));
  return { schema: leadSchemaFromJson(described), name, version, model: compileModel(artifact) };
}

async function ask({ apiUrl, key }: Settings, path: string): Promise<unknown> {
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const response = await fetch(apiUrl + path, { headers }).catch(() => {
    throw new PageError(
      `The scoring service at ${apiUrl} cannot be reached. Is it running, and is this address right?`,
    );
  });
  if (response.ok) return response.json();
  if (response.status === 401)
    throw new PageError('The scoring service wants a key. Open this page with #key=sl_… behind its address.');
  const problem = (await response.json().catch(() => ({}))) as { detail?: string };
  throw new PageError(
    `The scoring service answered ${response.status}: ${problem.detail ?? 'nothing more'}.`,
  );
}
