import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import BootstrapPlugin from '../../infra/bootstrap/plugin.ts';
import { NODE_24, ROOT } from '../support/node24.ts';
import { packageService } from '../support/packaged-service.ts';
import { takePackagingTurn } from '../support/packaging-turn.ts';

const BOUNDARY = 'arn:aws:iam::123456789012:policy/scorelane-boundary-anna';

/** @returns what was printed, and the template where it was packaged */
function packageStage(stage: string, boundary: string) {
  const giveBack = takePackagingTurn();
  const folder = mkdtempSync(join(tmpdir(), 'scorelane-plugin-'));
  try {
    const serverless = join(ROOT, 'node_modules/serverless/bin/serverless.js');
    const { status, stdout, stderr } = spawnSync(
      NODE_24,
      [serverless, 'package', '--stage', stage, '--package', folder],
      {
        cwd: ROOT,
        env: {
          PATH: `${dirname(NODE_24)}:${process.env.PATH}`,
          HOME: folder,
          PERMISSIONS_BOUNDARY: boundary,
        },
        encoding: 'utf8',
      },
    );
    const file = join(folder, 'cloudformation-template-update-stack.json');
    return {
      output: stdout + stderr,
      template: status === 0 ? JSON.parse(readFileSync(file, 'utf8')) : undefined,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    giveBack();
  }
}
// biome-ignore lint/suspicious/noExplicitAny: CloudFormation's properties have no useful type
const boundariesOf = (resources: Record<string, any>) =>
  Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::IAM::Role')
    .map(({ Properties }) => Properties.PermissionsBoundary);

test('every role of the template carries the boundary that is named at packaging', () => {
  const { template } = packageStage('anna', BOUNDARY);
  const boundaries = boundariesOf(template.Resources);
  expect(boundaries.length).toBeGreaterThan(11);
  expect(new Set(boundaries)).toEqual(new Set([BOUNDARY]));
});

test('a stage that could be taken for another is refused, before anything is written', () => {
  const { output, template } = packageStage('prod-bucket', '');
  expect(template).toBeUndefined();
  expect(output).toContain('“bucket” is the name of a resource');
});

/** As Serverless calls it, at the end of packaging. */
function finish(stage: string, permissionsBoundary: string) {
  const { resources } = packageService();
  const compiledCloudFormationTemplate = structuredClone({ Resources: resources });
  const plugin = new BootstrapPlugin({
    classes: { Error },
    getProvider: () => ({ getStage: () => stage }),
    service: {
      provider: { compiledCloudFormationTemplate },
      custom: { stages: { dev: {}, staging: {}, prod: {} }, permissionsBoundary },
    },
  });
  for (const hook of Object.values(plugin.hooks)) hook();
  return boundariesOf(compiledCloudFormationTemplate.Resources);
}

test('no role has one when it is deployed by hand, or when GitHub does not have the variable', () => {
  expect(new Set(finish('anna', ''))).toEqual(new Set([undefined]));
  expect(new Set(finish('anna', BOUNDARY))).toEqual(new Set([BOUNDARY]));
});

test.each([
  ['prod', BOUNDARY, 'expected arn:aws:iam::<account>:policy/scorelane-boundary-prod for the stage prod'],
  ['anna', 'yes', 'PERMISSIONS_BOUNDARY: expected arn:aws:iam::<account>:policy/scorelane-boundary-anna'],
  ['Prod', '', 'it would be taken for “prod”'],
  ['bootstrap', '', 'the stacks that `npm run bootstrap` makes'],
  ['deploy-x', '', 'the roles that deploy'],
])('the stage %s with the boundary “%s” is refused', (stage, boundary, why) => {
  expect(() => finish(stage, boundary)).toThrow(why);
});

test.each(['prod-eu', 'Anna', 'a--b', '1x'])(
  'the stage %s, which may be deployed already, is not',
  (stage) => {
    expect(finish(stage, '').length).toBeGreaterThan(11);
  },
);
