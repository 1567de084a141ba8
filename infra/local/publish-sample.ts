import { messageOf, PermanentError, TransientError } from '../../lib/errors.ts';
import type { Lead } from '../../lib/lead/schema.ts';
import { exampleLead } from '../../lib/model/example-lead.ts';
import type { ServedModel } from '../../lib/registry/serve-model.ts';
import { composePublisher, type Publisher } from '../../lib/runtime/compose.ts';
import { generateSample } from '../../lib/training/sample/generate-sample.ts';
import { serializeArtifact, trainModel } from '../../lib/training/train-model.ts';

const SAMPLE = { rows: 3000, seed: 1 } as const;

/**
 * Makes sure that the default model has a champion: trains one on the built-in sample when nothing is
 * published, so that the first request works.
 *
 * @param environment the functions' settings
 * @returns a lead that the champion accepts; undefined when the champion cannot be read
 */
export async function publishSample(environment: Record<string, string>): Promise<Lead | undefined> {
  const publisher = composePublisher(environment);
  const name = environment.MODEL_NAME!;
  const champion = await readChampion(publisher, name);
  if (champion !== 'none') return champion && exampleLead(champion.model.artifact);

  const { artifact } = await trainModel({
    data: generateSample(SAMPLE).csv,
    fileName: 'the built-in sample',
    target: 'converted',
    name,
    trainers: ['logistic'],
    createdAt: new Date(),
  });
  await publisher.publish({
    artifact: new TextEncoder().encode(serializeArtifact(artifact)),
    by: 'npm start',
  });
  return exampleLead(artifact);
}

/** A champion that cannot be read is the user's to mend: the stack starts without it, and /health says why. */
async function readChampion(publisher: Publisher, name: string): Promise<ServedModel | 'none' | undefined> {
  try {
    return (await publisher.championOf(name)) ?? 'none';
  } catch (error) {
    if (!(error instanceof TransientError || error instanceof PermanentError)) throw error;
    console.warn(`The champion of "${name}" cannot be served: ${messageOf(error)}`);
    return undefined;
  }
}
