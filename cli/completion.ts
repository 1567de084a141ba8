import { Argument, Command } from 'commander';

const EXAMPLES = `
Examples:
  $ source <(scorelane completion bash)                        # in ~/.bashrc
  $ source <(scorelane completion zsh)                         # in ~/.zshrc
  $ scorelane completion fish > ~/.config/fish/completions/scorelane.fish`;

/** Each shell asks the command itself (`scorelane complete -- words so far`), so that the script need not be renewed. */
const SCRIPTS = {
  bash: `_scorelane() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(scorelane complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _scorelane scorelane`,
  zsh: `_scorelane() {
  local -a found
  found=("\${(@f)$(scorelane complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a found
  _files
}
compdef _scorelane scorelane`,
  fish: `complete -c scorelane -f -a '(scorelane complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
complete -c scorelane -F`,
} as const;

export const createCompletionCommand = (): Command =>
  new Command('completion')
    .description('print a script that completes commands and options with the Tab key')
    .addArgument(new Argument('<shell>', 'your shell').choices(Object.keys(SCRIPTS)))
    .addHelpText('after', EXAMPLES)
    .action((shell: keyof typeof SCRIPTS) => {
      process.stdout.write(`${SCRIPTS[shell]}\n`);
    });

/** What the script asks: the words so far, the last one unfinished. */
export const createCompleteCommand = (program: Command): Command =>
  new Command('complete').argument('[words...]').action((words: readonly string[]) => {
    const found = suggest(program, words);
    if (found.length > 0) process.stdout.write(`${found.join('\n')}\n`);
  });

/** The commands and options that may stand where the last word stands. */
function suggest(program: Command, words: readonly string[]): string[] {
  let command = program;
  for (const word of words.slice(0, -1)) {
    const child = command.commands.find((candidate) => candidate.name() === word);
    if (child !== undefined) command = child;
  }
  const last = words.at(-1) ?? '';
  const before = words.at(-2);
  const choices = command.options.find(({ long }) => long === before)?.argChoices;
  if (choices !== undefined) return choices.filter((choice) => choice.startsWith(last));
  const options = [
    ...new Set(
      [...command.options, ...program.options].filter(({ hidden }) => !hidden).map(({ long }) => long ?? ''),
    ),
    '--help',
  ];
  const commands = command.commands.map((child) => child.name()).filter((name) => name !== 'complete');
  const all = last.startsWith('-') ? options : commands;
  return all.filter((word) => word.startsWith(last)).sort();
}
