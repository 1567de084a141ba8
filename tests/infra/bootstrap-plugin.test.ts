import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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

test('and none does by hand, or when GitHub does not have the variable', () => {
  expect(new Set(boundariesOf(packageService().resources))).toEqual(new Set([undefined]));
  expect(new Set(boundariesOf(packageStage('anna', '').template.Resources))).toEqual(new Set([undefined]));
});

test.each([
  ['prod', BOUNDARY, 'expected arn:aws:iam::<account>:policy/scorelane-boundary-prod for the stage prod'],
  ['anna', 'yes', 'PERMISSIONS_BOUNDARY: expected arn:aws:iam::<account>:policy/scorelane-boundary-anna'],
  ['prod-bucket', '', '“bucket” is the name of a resource'],
  ['Prod', '', 'it would be taken for “prod”'],
  ['bootstrap', '', 'the stacks that `npm run bootstrap` makes'],
])('the stage %s with the boundary “%s” is refused at packaging', (stage, boundary, why) => {
  const { output, template } = packageStage(stage, boundary);
  expect(template).toBeUndefined();
  expect(output).toContain(why);
});
