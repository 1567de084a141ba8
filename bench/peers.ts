import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Measurement, runMeasured } from './measure.ts';

/** Settings of OpenBLAS for one kind of processor, with which a machine may slow down numpy on its own. */
const { OPENBLAS_CORETYPE: _core, OPENBLAS_L2_SIZE: _cache, ...environment } = process.env;
/** For peers: they choose for themselves what suits the processor. */
export const PEER_ENVIRONMENT: NodeJS.ProcessEnv = environment;

/** A Python that has the peers' libraries. */
export const python = process.env.PEERS_PYTHON;
const folder = join(import.meta.dirname, 'peers');

export const runPeer = (script: string, ...args: string[]): Measurement =>
  runMeasured(python!, [join(folder, script), ...args], PEER_ENVIRONMENT);

export const hasPeer = (library: string): boolean =>
  python !== undefined && spawnSync(python, ['-c', `import ${library}`]).status === 0;

/** '' when there are no peers. */
export const describePeers = (): string =>
  python === undefined
    ? ''
    : spawnSync(python, [join(folder, 'versions.py')], { encoding: 'utf8' }).stdout.trim();
