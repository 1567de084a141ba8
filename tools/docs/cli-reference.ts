import type { Argument, Command, Option } from 'commander';
import { createProgram } from '../../cli/program.ts';
import { renderJsonShape } from './json-reference.ts';
import { code, fenced, page, prose, sentence, table } from './markdown.ts';
import { slugOf } from './slug.ts';

/** docs/reference/cli.md: what `--help` says of every command. */
export function renderCliReference(manifest: {
  readonly version: string;
  readonly description: string;
}): string {
  const program = createProgram(manifest);
  const commands = childrenOf(program);
  return page(
    'the commands in `cli/`',
    '# The command line',
    [
      'In a checkout: `npx scorelane <command>`. Exit codes: 0 done, 1 failed, 2 used wrongly, 130 ended by Ctrl-C, 141 the reader of a result went away. Where a file is read or written, `-` is the standard input or output.',
      'What a command prints is for people; with `--json` it prints one JSON document on the standard output and nothing else there, whose members stay until the next major version. Errors are sentences on the standard error, and the exit code says that there was one. Every command has `--help`, which says the same as this page.',
      'An id may be short: the eight digits that lists show, or any four or more that it begins or ends with, as long as one listed id fits. `--json` has whole ids.',
    ].join('\n'),
    ...[...new Set(commands.map((command) => command.helpGroup()))].map((group) =>
      [
        `**${group.replace(/:$/, '')}**\n`,
        table(
          ['command', 'does'],
          commands
            .filter((command) => command.helpGroup() === group)
            .map((command) => [
              `[${code(command.name())}](#${slugOf(nameOf(command))})`,
              prose(command.description()),
            ]),
        ),
      ].join('\n'),
    ),
    ...commands.flatMap(renderCommand),
  );
}

const childrenOf = (command: Command): Command[] => command.createHelp().visibleCommands(command);

const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;

function renderCommand(command: Command): string[] {
  const name = nameOf(command);
  const children = childrenOf(command);
  const options = command.options.filter(({ hidden }) => !hidden);
  return [
    `## ${name}`,
    prose(sentence(command.description())),
    children.length > 0
      ? table(
          ['command', 'does'],
          children.map((child) => [
            `[${code(child.name())}](#${slugOf(nameOf(child))})`,
            prose(child.description()),
          ]),
        )
      : fenced('text', `${name} ${command.usage()}`),
    command.registeredArguments.length === 0
      ? ''
      : table(['argument', 'is'], command.registeredArguments.map(renderArgument)),
    ...renderOptions(options),
    ...renderHelpText(command),
    ...renderJsonShape(name.replace(/^scorelane /, '')),
    ...children.flatMap(renderCommand),
  ];
}

/** Below the headings of the help, where there are several. */
function renderOptions(options: readonly Option[]): string[] {
  const headings = [...new Set(options.map(({ helpGroupHeading }) => helpGroupHeading))];
  return headings.flatMap((heading) => {
    const own = options.filter(({ helpGroupHeading }) => helpGroupHeading === heading);
    const rows = table(['option', 'is', 'default'], own.map(renderOption));
    return headings.length === 1 ? [rows] : [`**${heading?.replace(/:$/, '')}**`, rows];
  });
}

const choicesOf = ({ argChoices }: Argument | Option): string =>
  argChoices === undefined ? '' : `: ${argChoices.map(code).join(', ')}`;

const renderArgument = (argument: Argument): string[] => [
  code(argument.name()),
  `${prose(argument.description)}${choicesOf(argument)}`,
];

const renderOption = (option: Option): string[] => [
  code(option.flags),
  `${prose(option.description)}${choicesOf(option)}${option.envVar === undefined ? '' : `; ${code(option.envVar)} in the environment says the same`}`,
  option.mandatory ? '**required**' : defaultOf(option),
];

function defaultOf({ defaultValue: value, defaultValueDescription, negate }: Option): string {
  if (defaultValueDescription !== undefined) return defaultValueDescription;
  return negate || value === undefined || value === '' ? '' : code(String(value));
}

/** The examples and remarks below the options. */
function renderHelpText(command: Command): string[] {
  const written: string[] = [];
  command.configureOutput({ writeOut: (text) => written.push(text) }).outputHelp();
  // The first is what is made of arguments and options.
  const blocks = written.slice(1).join('\n').trim();
  if (blocks === '') return [];
  // Commands that follow each other are one block of code.
  const runs: { readonly isCode: boolean; readonly lines: string[] }[] = [];
  for (const block of blocks.split(/\n(?= {2}\$)|\n\n/)) {
    if (/^Examples?:$/.test(block)) continue;
    const isCode = block.startsWith('  $ ');
    const last = runs.at(-1);
    if (isCode && last?.isCode) last.lines.push(block.slice(2));
    else runs.push({ isCode, lines: [isCode ? block.slice(2) : prose(block)] });
  }
  return runs.map(({ isCode, lines }) => (isCode ? fenced('console', lines.join('\n')) : lines.join('\n')));
}
