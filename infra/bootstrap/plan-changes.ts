import type { Change } from './apply-change.ts';
import { boundaryName } from './boundary.ts';
import type { Account } from './look-at-account.ts';
import {
  type Environment,
  makeRoleTemplate,
  PROVIDER_TEMPLATE,
  type Repository,
  roleName,
  STACK,
  stackOfRole,
} from './make-template.ts';

/** A change of the account, and what it comes to, in words. */
export interface PlannedChange extends Change {
  readonly what: string;
  /** Whose role it is, if it is one. */
  readonly environment?: string;
}

/**
 * What is to be done to an account, in this order. Roles come after GitHub's provider, which they trust; the one role that there
 * was before goes last, so that something can deploy at any time.
 *
 * @throws {InputError} an environment's stage could not be told from another
 */
export function planChanges(
  account: Account,
  repository: Repository,
  environments: readonly Environment[],
): PlannedChange[] {
  const provider = planProvider(account);
  const roles = environments.map((environment): PlannedChange => {
    const { name } = environment;
    const state = account.roles[name];
    return {
      stack: stackOfRole(name),
      state,
      environment: name,
      template: makeRoleTemplate(repository, environment),
      what: `${verb(state)} ${roleName(name)}, which only jobs of the environment ${name} of ${repository.owner}/${repository.name} may take, and ${boundaryName(name)}`,
    };
  });
  return account.isEarlier ? [...roles, ...provider] : [...provider, ...roles];
}

function planProvider({ provider: state, providerExists, isEarlier }: Account): PlannedChange[] {
  const end = 'takes away the role scorelane-deploy, which all environments shared';
  if (!providerExists)
    return [
      {
        stack: STACK,
        state,
        template: PROVIDER_TEMPLATE,
        what: isEarlier ? end : `${verb(state)} GitHub’s OIDC provider`,
      },
    ];
  return state === undefined
    ? []
    : [{ stack: STACK, state, what: isEarlier ? end : 'goes: it has nothing in it' }];
}

const verb = (state: Account['provider']): string =>
  state === 'kept'
    ? 'keeps up to date'
    : state === 'rolled back'
      ? 'is taken away, as it was never finished, and makes'
      : 'makes';
