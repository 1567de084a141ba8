import { randomUUID } from 'node:crypto';
import type { Clock, IdSource } from '../clock.ts';
import type { Foundation, Ports, World } from '../worlds/world.ts';
import { readConfig, type SettingName, type Settings } from './config.ts';
import { createFileClock } from './file-clock.ts';

/** What use cases are given besides ports. */
export interface Ambient {
  readonly clock: Clock;
  readonly ids: IdSource;
}

const IDS: IdSource = { next: randomUUID };
const MACHINE_CLOCK: Clock = { now: () => new Date() };

/** The machine's, but in a local stack, where it can be set. */
function openClock(environment: NodeJS.ProcessEnv): Clock {
  const { CLOCK_FILE } = readConfig(['CLOCK_FILE'], environment);
  return CLOCK_FILE === undefined ? MACHINE_CLOCK : createFileClock(CLOCK_FILE);
}

/**
 * Makes the ports of a world, and reads the settings that they and the caller need, once: what a composition root begins
 * with. There is a root per function, so that each bundle holds its own parts only.
 *
 * @returns the ports, a clock and ids; the caller's own settings
 * @throws {Error} naming every setting that is missing or wrong, at once
 */
export function openWorld<Port extends keyof Ports, Name extends SettingName>(
  world: World<Port>,
  names: readonly Name[],
  environment: NodeJS.ProcessEnv = process.env,
): [deps: Pick<Ports, Port> & Ambient, config: Pick<Settings, Name>] {
  const wanted = new Set<SettingName>(names);
  // Which settings a port needs is known once it is made; what is wrong of them is told below, with the others.
  const setting = <N extends SettingName>(name: N): Settings[N] => {
    wanted.add(name);
    try {
      return readConfig([name], environment)[name];
    } catch {
      return undefined as never;
    }
  };
  const made = new Map<unknown, unknown>();
  const shared = <T>(make: () => T): T => {
    if (!made.has(make)) made.set(make, make());
    return made.get(make) as T;
  };
  const foundation: Foundation = { setting, shared };
  const ports: Partial<Record<keyof Ports, unknown>> = {};
  for (const name of Object.keys(world) as Port[]) ports[name] = world[name](foundation);
  const config = readConfig([...wanted], environment);
  const ambient: Ambient = { clock: openClock(environment), ids: IDS };
  return [{ ...(ports as Pick<Ports, Port>), ...ambient }, config as Pick<Settings, Name>];
}
