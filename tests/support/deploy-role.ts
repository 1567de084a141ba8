import { makeRoleTemplate } from '../../infra/bootstrap/make-template.ts';
import type { Template } from '../../infra/build/check-template.ts';
import { ACCOUNT } from './deploy-calls.ts';
import type { PolicyStatement } from './policy.ts';

const REPOSITORY = { owner: 'acme', name: 'leads', ownerId: 12, id: 34 };

/** With what CloudFormation puts in. */
export const resolvePseudo = <T>(value: T, account = ACCOUNT): T =>
  JSON.parse(
    JSON.stringify(value)
      .replaceAll(/\{"Fn::Sub":("[^"]*")\}/g, '$1')
      .replaceAll(/\$\{AWS::Partition\}/g, 'aws')
      .replaceAll(/\$\{AWS::AccountId\}/g, account),
  );

/** The managed policies that `npm run bootstrap` makes for a stage, by logical id: those of the deploy role, and `Boundary`. */
export const managedPolicies = (
  stage: string,
  templates: readonly Template[],
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation's properties have no useful type
): [string, any][] =>
  Object.entries(makeRoleTemplate(REPOSITORY, { name: stage, templates }).Resources).filter(
    ([, { Type }]) => Type === 'AWS::IAM::ManagedPolicy',
  );

/** What the role that deploys a stage may do. */
export const deployRoleStatements = (
  stage: string,
  templates: readonly Template[],
  account?: string,
): PolicyStatement[] =>
  managedPolicies(stage, templates)
    .filter(([id]) => id !== 'Boundary')
    .flatMap(([, { Properties }]) => resolvePseudo(Properties.PolicyDocument.Statement, account));
