import { createModelLoader, type LoadModel } from '../registry/load-model.ts';
import { createModelServer, type ServeModel } from '../registry/serve-model.ts';
import type { Ports, World } from '../worlds/world.ts';
import { type Ambient, openWorld } from './open-world.ts';

type RegistryPort = 'registry' | 'artifacts' | 'store' | 'keys' | 'secrets' | 'deadLetters';

/** What publishing, promoting and looking things up need. */
export type Registry = Pick<Ports, RegistryPort> &
  Ambient & { readonly load: LoadModel; readonly serve: ServeModel };

/** @param environment the settings of the stack to work on; credentials and endpoints are the process's own */
export function composeRegistry(world: World<RegistryPort>, environment: NodeJS.ProcessEnv): Registry {
  const [ports] = openWorld(world, [], environment);
  const load = createModelLoader(ports.artifacts);
  return { ...ports, load, serve: createModelServer({ ...ports, load }) };
}
