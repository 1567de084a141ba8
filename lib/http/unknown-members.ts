import { nearestName } from '../lead/nearest-name.ts';
import { HttpProblem } from './problem.ts';

/**
 * The members of a body that are not known, all of them.
 *
 * @param unknown names, at least one
 * @param members that there are
 */
export function unknownMembers(unknown: readonly string[], members: readonly string[]): HttpProblem {
  const errors = unknown.map((field) => {
    const nearest = nearestName(field, members);
    const advice = nearest === undefined ? '' : `did you mean “${nearest}”? `;
    return { field, message: `${advice}expected an object of ${members.join(', ')}` };
  });
  const detail = `${unknown.length === 1 ? '1 member is' : `${unknown.length} members are`} not known; expected ${members.join(', ')}`;
  return new HttpProblem('invalid-request', detail, {}, { errors });
}
