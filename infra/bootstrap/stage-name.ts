import type { Template } from '../build/check-template.ts';
import { longestStage } from './resource-arns.ts';

type Templates = readonly Pick<Template, 'Resources'>[];

/**
 * Why a stage must not be called so: its resources could be taken for those of another stage, or of the account itself.
 *
 * The rights of a stage reach `scorelane-<stage>-<logical id>-…`. With a stage `prod-bucket` beside `prod` they would reach
 * from one into the other, as all names of `prod-bucket` begin like that of prod's bucket.
 *
 * @param templates what would be deployed
 * @param others stages that have rights of their own; bucket names have no capitals, so `Prod` would be taken for `prod`
 * @returns a sentence, or nothing
 */
export function refuseStage(
  stage: string,
  templates: Templates,
  others: readonly string[] = [],
): string | undefined {
  const refuse = (why: string) => `a stage cannot be called “${stage}”: ${why}`;
  const [first, ...parts] = stage.toLowerCase().split('-');
  if (first === 'bootstrap')
    return refuse(
      'scorelane-bootstrap… are the stacks that `npm run bootstrap` makes. Choose a name that begins with another word',
    );
  if (first === 'deploy')
    return refuse(
      'scorelane-deploy-… are the roles that deploy. Choose a name that begins with another word',
    );
  const ids = new Set(
    templates.flatMap(({ Resources }) => Object.keys(Resources)).map((id) => id.toLowerCase()),
  );
  const confused = parts.find((part) => ids.has(part));
  if (confused !== undefined)
    return refuse(
      `“${confused}” is the name of a resource, and rights on that resource of another stage would reach this one. Choose another word`,
    );
  const alike = others.find((other) => other !== stage && other.toLowerCase() === stage.toLowerCase());
  if (alike !== undefined)
    return refuse(`bucket names have no capitals, so it would be taken for “${alike}”. Choose another name`);
  return undefined;
}

/** Why this cannot be the name of an environment, whatever is deployed to it. */
export function refuseShape(environment: string): string | undefined {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(environment)) return undefined;
  return `--environments: expected small letters, digits and single hyphens, such as prod or prod-eu, got “${environment}”`;
}

/** Why no role can be made that deploys a stage of this name. As {@link refuseStage}, and what else patterns depend on. */
export function refuseEnvironment(environment: string, templates: readonly Template[]): string | undefined {
  const refusal = refuseShape(environment) ?? refuseStage(environment, templates);
  if (refusal !== undefined) return refusal;
  const longest = longestStage(templates);
  if (environment.length <= longest) return undefined;
  return `--environments: expected at most ${longest} letters, got “${environment}”: AWS would cut the names of its resources, and the role could not be bound to them`;
}
