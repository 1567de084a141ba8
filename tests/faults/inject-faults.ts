import { TransientError } from '../../lib/errors.ts';

/** What becomes of a call: it works, it fails and did nothing, or it took effect and its answer is lost. */
export type Fate = 'works' | 'fails' | 'answer is lost';

/** The port, each of whose calls meets the fate that is decided when it is made. */
export const injectFaults = <Port extends object>(port: Port, decide: (call: string) => Fate): Port =>
  new Proxy(port, {
    get(target, name) {
      const method = Reflect.get(target, name) as unknown;
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        const fate = decide(String(name));
        if (fate === 'fails') throw new TransientError(`${String(name)}: injected, did nothing`);
        const answer: unknown = await Reflect.apply(method, target, args);
        if (fate === 'answer is lost') throw new TransientError(`${String(name)}: injected, took effect`);
        return answer;
      };
    },
  });
