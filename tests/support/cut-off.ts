import { TransientError } from '../../lib/errors.ts';

/**
 * The ports of a process that ends at the call of this number, before or after the call did its work: that call and all later
 * ones of it fail. What the calls before have written stays.
 *
 * @param after how many calls are answered; undefined: all of them
 */
export function cutOff<Deps extends object>(deps: Deps, after: number | undefined, isDone = false): Deps {
  if (after === undefined) return deps;
  let left = after;
  const wrap = (port: object): object =>
    new Proxy(port, {
      get(target, name) {
        const member = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...given: unknown[]) => {
          if (left > 0) {
            left -= 1;
            return member.apply(target, given);
          }
          const wasLast = left === 0;
          left = -1;
          const end = () => Promise.reject(new TransientError('the process has ended'));
          return wasLast && isDone ? Promise.resolve(member.apply(target, given)).then(end) : end();
        };
      },
    });
  return Object.fromEntries(
    Object.entries(deps).map(([name, port]) => [
      name,
      typeof port === 'object' && port !== null && PORTS.has(name) ? wrap(port) : port,
    ]),
  ) as Deps;
}

const PORTS = new Set(['store', 'references', 'queue', 'deadLetters', 'files', 'outcomes', 'keptLeads']);
