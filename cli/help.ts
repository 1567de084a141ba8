import { Command } from 'commander';

/** `scorelane help models promote`: what `scorelane models promote --help` shows. */
export const createHelpCommand = (program: Command): Command =>
  new Command('help')
    .description('show the help of a command')
    .argument('[command...]', 'such as train, or models promote')
    .addHelpText('after', '\nExample:\n  $ scorelane help models promote')
    .action(async (words: readonly string[]) => {
      let command = program;
      for (const word of words) {
        const child = command.commands.find((candidate) => candidate.name() === word);
        // Refused as the command itself refuses it, with the nearest one.
        if (child === undefined) return refuseWord(command, word);
        command = child as Command;
      }
      command.outputHelp();
    });

async function refuseWord(command: Command, word: string): Promise<void> {
  if (command.commands.length === 0)
    command.error(`error: expected a command below ${command.name()}, which has none, got '${word}'`);
  await command.parseAsync([word], { from: 'user' });
}
