import { readChartScript } from '../../cli/train/report-script.ts';
import { messageOf, NotFoundError, PermanentError, TransientError } from '../../lib/errors.ts';
import type { Lead } from '../../lib/lead/schema.ts';
import { generateSample } from '../../lib/learning/sample/generate-sample.ts';
import { trainModel } from '../../lib/learning/train-model.ts';
import { exampleLead } from '../../lib/model/example-lead.ts';
import { isBuiltInSample, SAMPLE_PUBLISHER } from '../../lib/registry/built-in-sample.ts';
import { makeModelFiles } from '../../lib/registry/model-files.ts';
import { publishModel } from '../../lib/registry/publish-model.ts';
import type { ServedModel } from '../../lib/registry/serve-model.ts';
import { composeRegistry, type Registry } from '../../lib/runtime/compose-registry.ts';
import { forRegistry } from '../../lib/worlds/aws.ts';
import { SAMPLE, seedDataset } from './seed-dataset.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/**
 * Makes sure that the default model has a champion: trains one on the built-in sample when nothing is
 * published, so that the first request works. As long as that one serves, its file is there to be trained on anew.
 *
 * @param environment the functions' settings
 * @returns a lead that the champion accepts; undefined when the champion cannot be read
 */
export async function publishSample(environment: Record<string, string>): Promise<Lead | undefined> {
  const stack = composeRegistry(forRegistry, environment);
  const name = environment.MODEL_NAME!;
  const champion = await readChampion(stack, name);
  const version =
    champion === 'none' || champion === undefined
      ? undefined
      : await stack.registry.getVersion(name, champion.ref.version);
  const isSample = champion === 'none' || (version !== undefined && isBuiltInSample(version));
  if (isSample) await seedDataset(environment.BUCKET!, name);
  if (champion !== 'none') return champion && exampleLead(champion.model.artifact);

  const trained = await trainModel({
    data: generateSample(SAMPLE).csv,
    fileName: 'the built-in sample',
    target: 'converted',
    name,
    trainers: ['logistic'],
    createdAt: stack.clock.now(),
  });
  const { model, beside } = makeModelFiles(trained, { chartScript: readChartScript() });
  await publishModel(stack, {
    artifact: encode(model),
    files: beside.map(({ name, text }) => ({ name, bytes: encode(text) })),
    by: SAMPLE_PUBLISHER,
  });
  return exampleLead(trained.artifact);
}

/** A champion that cannot be read is the user's to mend: the stack starts without it, and /health says why. */
async function readChampion({ serve }: Registry, name: string): Promise<ServedModel | 'none' | undefined> {
  try {
    return await serve(name);
  } catch (error) {
    if (error instanceof NotFoundError) return 'none';
    if (!(error instanceof TransientError || error instanceof PermanentError)) throw error;
    console.warn(`The champion of "${name}" cannot be served: ${messageOf(error)}`);
    return undefined;
  }
}
