import { nameResources } from '../../infra/local/create-resources.ts';
import { ACCOUNT_ID, type Endpoints, REGION } from '../../infra/local/local-environment.ts';
import { type References, resolveReferences } from '../../infra/local/resolve-references.ts';
import { logicalName, type PackagedService, type TemplateResource } from './packaged-service.ts';
import type { PolicyStatement } from './policy.ts';

const FUNCTION = 'LambdaFunction';

/**
 * The packaged template with its references resolved to what the emulators hold: of each function the role's policies, the
 * environment and the queues that Lambda reads for it.
 *
 * @param prefix as the emulators', which name their resources with it
 */
export function readRoles({ resources, all }: PackagedService, prefix: string, endpoints: Endpoints) {
  const references = withTheRest(nameResources(resources, prefix, endpoints), resources);
  const policiesOf = (role: string): PolicyStatement[] =>
    resources[role]!.Properties.Policies.flatMap(
      ({ PolicyDocument }: { PolicyDocument: { Statement: unknown } }) =>
        resolveReferences(PolicyDocument.Statement, references) as PolicyStatement[],
    );
  const functions = all('AWS::Lambda::Function').map(([name, { Properties }]) => {
    const sources = Object.values(resources).filter(
      ({ Type, Properties: source }) =>
        Type === 'AWS::Lambda::EventSourceMapping' && logicalName(source.FunctionName) === name,
    );
    const [, invokes] = Object.entries(resources).find(
      ([, { Type, Properties: config }]) =>
        Type === 'AWS::Lambda::EventInvokeConfig' && logicalName(config.FunctionName) === name,
    ) ?? [undefined];
    const log = resolveReferences({ 'Fn::GetAtt': [name.replace(FUNCTION, 'LogGroup'), 'Arn'] }, references);
    return {
      name: nameOf(name),
      arn: references.attributes[name]!.Arn!,
      environment: resolveReferences(Properties.Environment.Variables, references) as Record<string, string>,
      policies: policiesOf(logicalName(Properties.Role)),
      queues: sources.map(
        (source) => resolveReferences(source.Properties.EventSourceArn, references) as string,
      ),
      log: log as string,
      /** Where Lambda keeps events that the function failed on. */
      keeps:
        invokes &&
        (resolveReferences(invokes.Properties.DestinationConfig.OnFailure.Destination, references) as string),
    };
  });
  const [[, machine] = []] = all('AWS::StepFunctions::StateMachine');
  return {
    functions,
    references,
    machine: machine!,
    machinePolicies: policiesOf(logicalName(machine!.Properties.RoleArn)),
  };
}

/** As serverless.yml calls a function. */
const nameOf = (logical: string): string =>
  logical[0]!.toLowerCase() + logical.slice(1, logical.length - FUNCTION.length);

/** Those that the emulators do not hold. */
function withTheRest(
  { refs, attributes }: References,
  resources: Readonly<Record<string, TemplateResource>>,
): References {
  const arn = (service: string, rest: string) => ({
    Arn: `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${rest}`,
  });
  const others = Object.entries(resources).flatMap(([name, { Type }]) => {
    if (Type === 'AWS::Lambda::Function') return [[name, arn('lambda', `function:${name}`)] as const];
    if (Type === 'AWS::Logs::LogGroup') return [[name, arn('logs', `log-group:${name}:*`)] as const];
    return [];
  });
  return { refs, attributes: { ...attributes, ...Object.fromEntries(others) } };
}
