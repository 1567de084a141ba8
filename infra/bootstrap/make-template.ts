import { InputError } from '../../lib/errors.ts';
import type { Template } from '../build/check-template.ts';
import { boundaryName, boundaryStatements } from './boundary.ts';
import {
  deployingStatements,
  keepOutStatements,
  operatingStatements,
  type Statement,
} from './deploy-actions.ts';
import { refuseEnvironment } from './stage-name.ts';

/** The repository that may deploy. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
  /** Numbers that GitHub never gives again, unlike names. */
  readonly ownerId: number;
  readonly id: number;
}

/** One of GitHub's environments, and the stage of the same name. */
export interface Environment {
  readonly name: string;
  /** What `serverless package` makes of that stage, the template that creates the stack included. */
  readonly templates: readonly Template[];
}

export const ISSUER = 'token.actions.githubusercontent.com';
/** The stack of what the account has once: GitHub's provider. */
export const STACK = 'scorelane-bootstrap';
/** The stack of an environment's role and boundary. */
export const stackOfRole = (environment: string): string => `${STACK}-${environment}`;
/** In {@link STACK}, as an earlier version made it: one role for all environments. */
export const EARLIER_ROLE = 'DeployRole';
export const PROVIDER = 'GitHub';
/** Letters of a managed policy, spaces not counted (IAM quotas). */
export const POLICY_LETTERS = 6144;

/** Where ARNs of this account's IAM begin, for Fn::Sub. */
const OWN_IAM = `arn:\${AWS::Partition}:iam::\${AWS::AccountId}`;

export const roleName = (environment: string): string => `scorelane-deploy-${environment}`;

/** GitHub's OIDC provider: an account has at most one. */
export const PROVIDER_TEMPLATE = {
  AWSTemplateFormatVersion: '2010-09-09',
  Description: 'Scorelane: jobs of GitHub may ask for roles',
  Resources: {
    [PROVIDER]: {
      // AWS knows GitHub's certificates: no thumbprint is needed.
      Type: 'AWS::IAM::OIDCProvider',
      DeletionPolicy: 'Retain',
      Properties: { Url: `https://${ISSUER}`, ClientIdList: ['sts.amazonaws.com'] },
    },
  },
};

/**
 * What an account needs once for an environment of a repository: a role that the environment's jobs alone may take, with the
 * rights to deploy the stage of that name, and the boundary that every role of the stage carries. No key is made.
 *
 * @throws {InputError} the environment's stage could not be told from another
 */
export function makeRoleTemplate(repository: Repository, { name, templates }: Environment) {
  const refusal = refuseEnvironment(name, templates);
  if (refusal !== undefined) throw new InputError(refusal);
  const boundary = { 'Fn::Sub': `${OWN_IAM}:policy/${boundaryName(name)}` };
  const policies = pack([
    ...keepOutStatements(boundary),
    ...deployingStatements(name, templates),
    ...operatingStatements(name, templates),
  ]);
  const role = {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: roleName(name),
      Description: `Deploys the stage ${name} of Scorelane from ${repository.owner}/${repository.name}`,
      MaxSessionDuration: 3600,
      AssumeRolePolicyDocument: trust(repository, name),
      ManagedPolicyArns: policies.map((_, index) => ({ Ref: `DeployPolicy${index + 1}` })),
    },
  };
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Scorelane: the role that deploys the stage ${name}`,
    Resources: {
      Boundary: policy(boundaryName(name), boundaryStatements(name, templates)),
      ...Object.fromEntries(
        policies.map((statements, index) => [
          `DeployPolicy${index + 1}`,
          policy(`${roleName(name)}-${index + 1}`, statements),
        ]),
      ),
      DeployRole: role,
    },
    Outputs: {
      RoleArn: { Value: { 'Fn::GetAtt': ['DeployRole', 'Arn'] } },
      BoundaryArn: { Value: { Ref: 'Boundary' } },
    },
  };
}

const trust = (repository: Repository, environment: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: { 'Fn::Sub': `${OWN_IAM}:oidc-provider/${ISSUER}` } },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          [`${ISSUER}:aud`]: 'sts.amazonaws.com',
          [`${ISSUER}:sub`]: subjects(repository, environment),
        },
      },
    },
  ],
});

/**
 * How a token names its job. Repositories made after June 2026 say their numbers, too, and so do those that asked for it
 * (GitHub, OpenID Connect reference, "Immutable subject claims"); an older one says its names only.
 */
function subjects({ owner, name, ownerId, id }: Repository, environment: string): string[] {
  return [
    `repo:${owner}@${ownerId}/${name}@${id}:environment:${environment}`,
    `repo:${owner}/${name}:environment:${environment}`,
  ];
}

const document = (statements: readonly Statement[]) => ({ Version: '2012-10-17', Statement: statements });

const policy = (ManagedPolicyName: string, statements: readonly Statement[]) => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: { ManagedPolicyName, PolicyDocument: document(statements) },
});

/** Fills policies one after the other, each with as many statements as fit. */
function pack(statements: readonly Statement[]): Statement[][] {
  const policies: Statement[][] = [];
  for (const statement of statements) {
    const fitting = policies.find((each) => lettersOf([...each, statement]) <= POLICY_LETTERS);
    if (fitting !== undefined) fitting.push(statement);
    else if (lettersOf([statement]) > POLICY_LETTERS)
      throw new Error(`the statement ${statement.Sid} does not fit into a policy`);
    else policies.push([statement]);
  }
  return policies;
}

/** Of a policy as IAM counts them, with the longest partition there is. */
export const lettersOf = (statements: readonly Statement[]): number =>
  JSON.stringify(document(statements))
    .replaceAll(/\$\{AWS::Partition\}/g, 'aws-us-gov')
    .replaceAll(/\$\{AWS::AccountId\}/g, '123456789012').length;
