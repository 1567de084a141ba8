import type { Template } from '../build/check-template.ts';
import { boundRoles } from './bound-roles.ts';
import { boundaryName } from './boundary.ts';
import { refuseStage } from './stage-name.ts';

interface Serverless {
  readonly classes: { readonly Error: new (message: string, code: string) => Error };
  readonly service: {
    readonly provider: { readonly compiledCloudFormationTemplate: Template };
    readonly custom: {
      readonly stages: Readonly<Record<string, unknown>>;
      readonly permissionsBoundary: string;
    };
  };
  getProvider(name: 'aws'): { getStage(): string };
}

/**
 * At packaging: refuses a stage whose resources could be taken for another's, and gives every role of the template the
 * boundary that PERMISSIONS_BOUNDARY names. Without the variable, as when one deploys by hand, roles have none.
 */
export default class BootstrapPlugin {
  readonly hooks: Record<string, () => void>;

  constructor(serverless: Serverless) {
    this.hooks = {
      // Then the template is whole, and not yet written.
      'after:aws:package:finalize:mergeCustomProviderResources': () => {
        const { Resources } = serverless.service.provider.compiledCloudFormationTemplate;
        const stage = serverless.getProvider('aws').getStage();
        const boundary = serverless.service.custom.permissionsBoundary;
        const refusal =
          refuseStage(stage, [{ Resources }], Object.keys(serverless.service.custom.stages)) ??
          refuseBoundary(stage, boundary);
        if (refusal !== undefined) throw new serverless.classes.Error(refusal, 'SCORELANE_STAGE');
        // A variable that GitHub does not have is empty.
        Object.assign(Resources, boundRoles({ Resources }, boundary).Resources);
      },
    };
  }
}

/** Of another stage, its functions could use that stage's data. */
function refuseBoundary(stage: string, boundary: string): string | undefined {
  if (boundary === '' || /^arn:[\w-]+:iam::\d{12}:policy\/(.+)$/.exec(boundary)?.[1] === boundaryName(stage))
    return undefined;
  return `PERMISSIONS_BOUNDARY: expected arn:aws:iam::<account>:policy/${boundaryName(stage)} for the stage ${stage}, got “${boundary}”; \`npm run bootstrap\` prints it`;
}
