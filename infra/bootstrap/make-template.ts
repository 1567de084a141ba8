import type { Template } from '../template/check-template.ts';
import { DEPLOYING, deriveStatements, OPERATING } from './deploy-actions.ts';

/** The repository that may deploy. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
  /** Numbers that GitHub never gives again, unlike names. */
  readonly ownerId: number;
  readonly id: number;
}

export interface BootstrapOptions {
  readonly repository: Repository;
  /** GitHub's environments whose jobs may take the role: protection rules are theirs. */
  readonly environments: readonly string[];
  /** The account has GitHub's OIDC provider already: an account has at most one. */
  readonly providerExists: boolean;
}

const ISSUER = 'token.actions.githubusercontent.com';
export const ROLE_NAME = 'scorelane-deploy';

/**
 * What an account needs once: GitHub's OIDC provider, and a role that jobs of the repository's environments may take, with
 * the rights that the templates ask for. No key is made.
 *
 * @param templates of `serverless package`, the one that creates the stack included
 */
export function makeBootstrapTemplate(
  { repository, environments, providerExists }: BootstrapOptions,
  templates: readonly Template[],
): Template & Readonly<Record<string, unknown>> {
  const provider = {
    // AWS knows GitHub's certificates: no thumbprint is needed.
    Type: 'AWS::IAM::OIDCProvider',
    DeletionPolicy: 'Retain',
    Properties: { Url: `https://${ISSUER}`, ClientIdList: ['sts.amazonaws.com'] },
  };
  const role = {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: ROLE_NAME,
      Description: `Deploys Scorelane from ${repository.owner}/${repository.name}`,
      MaxSessionDuration: 3600,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: {
              Federated: providerExists
                ? { 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/${ISSUER}` }
                : { 'Fn::GetAtt': ['GitHub', 'Arn'] },
            },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                [`${ISSUER}:aud`]: 'sts.amazonaws.com',
                [`${ISSUER}:sub`]: environments.flatMap((environment) => subjects(repository, environment)),
              },
            },
          },
        ],
      },
      Policies: [
        policy('deploy', [...DEPLOYING, ...deriveStatements(templates)]),
        policy('operate', OPERATING),
      ],
    },
  };
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Scorelane: what an account needs once',
    Resources: { ...(providerExists ? {} : { GitHub: provider }), DeployRole: role },
    Outputs: { RoleArn: { Value: { 'Fn::GetAtt': ['DeployRole', 'Arn'] } } },
  };
}

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

const policy = (name: string, statements: readonly object[]) => ({
  PolicyName: name,
  PolicyDocument: { Version: '2012-10-17', Statement: statements },
});
