import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Template } from '../../infra/build/check-template.ts';
import { NODE_24, ROOT } from './node24.ts';
import { isRunning, takePackagingTurn } from './packaging-turn.ts';

// biome-ignore lint/suspicious/noExplicitAny: CloudFormation's properties have no useful type
export type Properties = any;

export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Properties;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** A template as CloudFormation gets it. */
export interface PackagedTemplate {
  readonly resources: Readonly<Record<string, TemplateResource>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly conditions: Readonly<Record<string, unknown>>;
  /** The resources of a type, with their logical names. Throws when there is none, for then a check of "every" one means nothing. */
  all(type: string): [string, TemplateResource][];
}

/** What `serverless package` makes of serverless.yml: that is what would be deployed. */
export interface PackagedService extends PackagedTemplate {
  /** Holds the functions' archives. */
  readonly directory: string;
  /** The one that makes the stack, with what the archives need, and the one that makes the service. */
  readonly templates: Template[];
  /** What was printed. */
  readonly output: string;
}

/**
 * Packages the service as it stands, once for all test files of a run; the bundles must have been built. Needs no account:
 * there is no AWS variable and no home.
 *
 * @param environment what else is set, such as ACCOUNT_CONCURRENCY
 */
export function packageService(
  stage = 'dev',
  environment: Readonly<Record<string, string>> = {},
): PackagedService {
  const giveBack = takePackagingTurn();
  try {
    const variant = Object.entries(environment).map(([name, value]) => `-${name}-${value}`);
    const directory = join(tmpdir(), `${FOLDER}${process.ppid}`, [stage, ...variant].join(''));
    const printed = join(directory, 'output.txt');
    if (!existsSync(printed)) writeFileSync(printed, packageInto(directory, stage, environment));
    return readPackage(directory, readFileSync(printed, 'utf8'));
  } finally {
    giveBack();
  }
}

/** And the id of the process that all test files are run by. */
const FOLDER = 'scorelane-packages-';

/** @returns what was printed */
function packageInto(
  directory: string,
  stage: string,
  environment: Readonly<Record<string, string>>,
): string {
  removeForgotten();
  mkdirSync(directory, { recursive: true });
  const serverless = join(ROOT, 'node_modules/serverless/bin/serverless.js');
  const { status, stdout, stderr } = spawnSync(
    NODE_24,
    [serverless, 'package', '--stage', stage, '--package', directory],
    {
      cwd: ROOT,
      env: {
        PATH: [dirname(NODE_24), process.env.PATH].join(delimiter),
        HOME: directory,
        ...environment,
      },
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`packaging failed with ${status}:\n${stdout}${stderr}`);
  return stdout + stderr;
}

/** Those of earlier runs: nobody knows which test file of a run is the last. */
function removeForgotten(): void {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(FOLDER))) {
    if (!isRunning(Number(name.slice(FOLDER.length))))
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function readPackage(directory: string, output: string): PackagedService {
  const templates = ['create', 'update'].map((which) =>
    JSON.parse(readFileSync(join(directory, `cloudformation-template-${which}-stack.json`), 'utf8')),
  );
  const template = templates[1];
  return {
    directory,
    templates,
    output,
    ...viewTemplate({
      resources: template.Resources,
      outputs: template.Outputs,
      parameters: template.Parameters,
      conditions: template.Conditions,
    }),
  };
}

export function viewTemplate(template: Omit<PackagedTemplate, 'all'>): PackagedTemplate {
  return {
    ...template,
    all(type) {
      const found = Object.entries(template.resources).filter(([, resource]) => resource.Type === type);
      if (found.length === 0) throw new Error(`expected the template to have a ${type}`);
      return found;
    },
  };
}

/** The logical name that a `Ref` or an `Fn::GetAtt` speaks of. */
export const logicalName = (reference: { 'Fn::GetAtt'?: string[]; Ref?: string }): string =>
  reference['Fn::GetAtt']?.[0] ?? reference.Ref ?? '';
