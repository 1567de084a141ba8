import { parse } from 'yaml';
import * as z from 'zod/mini';
import type { JsonSchema as Schema } from '../../lib/contract/components.ts';
import { SETTINGS, type SettingName } from '../../lib/runtime/config.ts';
import { code, page, prose, table } from './markdown.ts';
import { describeType } from './schema-tables.ts';

interface Service {
  readonly provider: { readonly environment: Environment };
  readonly functions: Readonly<Record<string, { readonly environment?: Environment }>>;
}

type Stages = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Environment = Readonly<Record<string, string | number>>;

export interface ConfigurationSources {
  /** serverless.yml */
  readonly service: string;
  /** infra/stages.yml */
  readonly stages: string;
  /** The other files that serverless.yml takes in. */
  readonly resources: readonly string[];
}

/** What the functions get besides `SETTINGS`. */
const OTHERS: Readonly<Record<string, string>> = {
  LOG_LEVEL: 'What is logged: `DEBUG`, `INFO`, `WARN` or `ERROR`. Read by Powertools.',
};

/** What serverless.yml takes from the environment of whoever deploys or starts it. */
const AT_DEPLOYMENT: Readonly<Record<string, string>> = {
  PERMISSIONS_BOUNDARY:
    'ARN of the policy that bounds the roles of the stage, as `npm run bootstrap` prints it; in GitHub from the variable `AWS_PERMISSIONS_BOUNDARY`. Without it roles have none.',
  PAGE_ORIGIN:
    'Origins of pages on other hosts that may call the API, separated by commas. Without it `http://localhost:5173`, and none on a stage whose tables are protected.',
  ACCOUNT_CONCURRENCY:
    'Concurrent executions of the account, where Lambda allows fewer than 1,000: lowers the `…AtATime` of the stage, so that the API keeps half of them.',
  ALIAS_TTL_SECONDS: 'Becomes the setting of the same name.',
  BASE_PATH: 'Becomes the setting of the same name.',
  JOB_CHUNK_BYTES: 'Becomes the setting of the same name.',
  GITHUB_SHA: 'The commit, for the stack’s outputs; GitHub Actions sets it.',
};

const LOCAL_STACK = [
  ['PORT', '3000', 'The API.'],
  ['SCORELANE_BASE_PORT', '4560', 'S3 and SQS; DynamoDB, Lambda and the page are the next three.'],
  ['SCORELANE_DATA_DIR', '.scorelane', 'Where everything is kept; delete it to start afresh.'],
  ['SCORELANE_AUTH', '', '`required`: the API asks for keys, as on a stage.'],
  [
    'SCORELANE_HOSTS',
    '',
    'Further hosts that it answers, and whose pages it answers, separated by commas; `.app.github.dev` stands for all below.',
  ],
  ['SCORELANE_FORM', 'form.config.yml', 'The form of the page.'],
  [
    'SCORELANE_FAULTS',
    '0',
    'Share of the functions’ requests to the emulators that fail, up to 0.5; for load runs.',
  ],
] as const;

const COMMAND = [
  ['SCORELANE_API_URL', '', 'Where the API answers; the same as `--url`.'],
  [
    'SCORELANE_STAGE',
    '',
    'The stage that commands work on; the same as `--stage`, which weighs more. Where `SCORELANE_API_URL` is set, too, commands that only ask the API use that.',
  ],
  ['SCORELANE_API_KEY', '', 'The key that the API is asked with.'],
  ['SCORELANE_DATA_DIR', '.scorelane', 'Where the local stack that is meant keeps its data.'],
  ['SCORELANE_DEBUG', '', 'Anything: errors are printed whole, with their stack.'],
] as const;

/** docs/reference/configuration.md: every setting, who gets it, and with which value. */
export function renderConfigurationReference({
  service: text,
  stages,
  resources,
}: ConfigurationSources): string {
  const service = parse(text, { customTags: [keepTag('!Ref'), keepTag('!GetAtt')] }) as Service;
  const found = [...[text, ...resources].join('\n').matchAll(/\$\{env:(\w+)(?:, '?([^'}]*)'?)?\}/g)];
  const atDeployment = new Map(found.map(([, name, preset = '']) => [name!, preset]));
  return page(
    '`lib/runtime/config.ts` and `serverless.yml`',
    '# Configuration',
    '## The functions',
    [
      'Environment variables, given by `serverless.yml`. A function that lacks one, or gets a wrong one, refuses to start and names',
      'every such setting at once. The local stack gives the same, but for `API_AUTH` and `METRICS`, which are `off`, and',
      '`WEBHOOK_HOSTS`, which is `any`.',
    ].join('\n'),
    table(['setting', 'is', 'takes', 'value on a stage', 'given to'], listSettings(service)),
    '## Deployment',
    'Variables of the shell that `serverless deploy` or `npm start` runs in.',
    table(
      ['variable', 'default', 'is'],
      [...atDeployment].map(([name, preset]) => [
        code(name),
        preset && code(preset),
        describe(name, AT_DEPLOYMENT),
      ]),
    ),
    '## Stages',
    'What differs between them; `infra/stages.yml` says what each figure is. Any other stage is like `dev`.',
    renderStages(parse(stages) as Stages),
    '## The local stack',
    'Variables of `npm start`.',
    table(['variable', 'default', 'is'], LOCAL_STACK.map(renderVariable)),
    '## The command',
    'Variables of `scorelane`. On AWS it uses the credentials and the region of your AWS settings.',
    table(['variable', 'default', 'is'], COMMAND.map(renderVariable)),
    '## The page',
    '`form.config.yml` arranges the form: [the page](../page.md#a-form-of-your-own).',
  );
}

function renderStages(stages: Stages): string {
  const names = Object.keys(stages);
  const figures = [...new Set(Object.values(stages).flatMap((stage) => Object.keys(stage)))];
  return table(
    ['', ...names],
    figures.map((figure) => [code(figure), ...names.map((name) => String(stages[name]![figure] ?? ''))]),
  );
}

/** A value of serverless.yml, in words where it refers to something. */
function describeValue(value: string): string {
  const [, own] = /^\$\{self:custom\.own\.(\w+)\}$/.exec(value) ?? [];
  if (own !== undefined) return `the [stage’s](#stages) ${code(own)}`;
  const [, variable, preset] = /^\$\{env:(\w+), ?(.*)\}$/.exec(value) ?? [];
  if (variable !== undefined) return `${code(preset!)}, or ${code(variable)} at [deployment](#deployment)`;
  return /^\$\{sls:stage\}$/.test(value) ? 'the stage’s name' : code(value);
}

const keepTag = (tag: string) => ({ tag, resolve: (name: string) => `${tag} ${name}` });

const renderVariable = ([name, preset, text]: readonly [string, string, string]): string[] => [
  code(name),
  preset && code(preset),
  text,
];

function describe(name: string, descriptions: Readonly<Record<string, string>>): string {
  const text = descriptions[name];
  if (text === undefined) {
    throw new Error(`${name}: serverless.yml has it; describe it in tools/docs/configuration-reference.ts`);
  }
  return text;
}

function listSettings({ provider, functions }: Service): string[][] {
  const isSetting = (name: string): name is SettingName => name in SETTINGS;
  const given = [provider, ...Object.values(functions)].flatMap(({ environment = {} }) =>
    Object.keys(environment),
  );
  return [...new Set([...Object.keys(SETTINGS), ...given])].map((name) => {
    const toAll = provider.environment[name];
    const owners = Object.entries(functions).filter(
      ([, { environment }]) => environment?.[name] !== undefined,
    );
    const values = new Set(owners.map(([, { environment }]) => String(environment![name])));
    if (toAll !== undefined) values.add(String(toAll));
    return [
      code(name),
      ...(isSetting(name) ? describeSetting(name) : [prose(describe(name, OTHERS)), '']),
      [...values].map(describeValue).join(', '),
      toAll === undefined ? owners.map(([owner]) => code(owner)).join(', ') : 'all',
    ];
  });
}

/** What it is, and what it takes. */
function describeSetting(name: SettingName): [is: string, takes: string] {
  const { description, ...schema } = z.toJSONSchema(SETTINGS[name]) as Schema;
  if (description === undefined) throw new Error(`${name}: describe it in lib/runtime/config.ts`);
  const optional = SETTINGS[name].safeParse(undefined).success ? '; optional' : '';
  return [prose(description), `${describeType(schema)}${optional}`];
}
