import type { Repository } from './make-template.ts';

/** Tried on before others see it, without an approval. */
const WITHOUT_APPROVAL = ['dev', 'staging'];

interface Told {
  readonly repository: Repository;
  readonly region: string;
  /** Of the stack of each environment. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The repository has the variable of the one role that there was before. */
  readonly isEarlier: boolean;
}

/**
 * What to paste into a shell, so that GitHub deploys: environments that only `main` may deploy from, and the variables that the
 * workflows read. A role trusts the environment of its name, so an environment that any branch may use would let any branch in.
 */
export function gitHubCommands({ repository, region, outputs, isEarlier }: Told): string {
  const slug = `${repository.owner}/${repository.name}`;
  const lines = Object.entries(outputs).flatMap(([name, { RoleArn, BoundaryArn }]) => {
    const path = `repos/${slug}/environments/${name}`;
    const approval = WITHOUT_APPROVAL.includes(name)
      ? ''
      : ` \\\n  -F 'reviewers[][type]=User' -F "reviewers[][id]=$(gh api user --jq .id)"`;
    return [
      `gh api -X PUT ${path} -F 'deployment_branch_policy[protected_branches]=false' -F 'deployment_branch_policy[custom_branch_policies]=true'${approval}`,
      `gh api -X POST ${path}/deployment-branch-policies -f name=main`,
      `gh variable set AWS_ROLE_ARN --repo ${slug} --env ${name} --body ${RoleArn}`,
      `gh variable set AWS_PERMISSIONS_BOUNDARY --repo ${slug} --env ${name} --body ${BoundaryArn}`,
    ];
  });
  return [
    ...lines,
    `gh variable set AWS_REGION --repo ${slug} --body ${region}`,
    ...(isEarlier ? [`gh variable delete AWS_ROLE_ARN --repo ${slug}`] : []),
  ].join('\n');
}
