import { Command } from 'commander';
import { InputError } from '../../lib/errors.ts';
import { useLocalStack } from '../local-stack.ts';
import { createCommandGroup } from '../options.ts';
import { addStageOption, createStageOption, JSON_TEXT, type StageOptions } from '../stage.ts';
import { formatDuration, formatTime } from '../terminal/format.ts';
import { printJson, printLines, printNote } from '../terminal/print.ts';
import { parseSpan, parseTime } from './parse-time.ts';

const EXAMPLES = `
Examples:
  $ scorelane clock show
  $ scorelane clock set 2026-12-24T09:00:00Z
  $ scorelane clock forward 3w
  $ scorelane clock reset

Only the local stack has a clock that can be set: to try what takes weeks, such as outcomes that come in, records that expire and models
that grow old. It runs on from the time that it is set to, and restarts keep it. Its functions see the new time at once: what they
write down, what is due, what has expired. The machine, the queues and addresses for uploads keep the machine’s time.`;

const createClockSubcommand = (name: string): Command =>
  addStageOption(
    new Command(name),
    createStageOption('“local”; the clock of a deployed stage cannot be set (default: the local stack)'),
  ).option('--json', JSON_TEXT);

export const createClockCommand = (): Command =>
  createCommandGroup('clock')
    .description('the clock of the local stack: show it, set it')
    .addCommand(createClockSubcommand('show').description('what it shows').action(runShow), {
      isDefault: true,
    })
    .addCommand(
      createClockSubcommand('set')
        .description('let it run on from another time')
        .argument('<time>', 'such as 2026-12-24T09:00:00Z, or 2026-12-24', parseTime)
        .action((time: Date, options: StageOptions) => moveClock(options, () => time)),
    )
    .addCommand(
      createClockSubcommand('forward')
        .description('put it forward')
        .argument('<span>', 'such as 3w, 10d, 12h, 30m, 45s, or 1w3d', parseSpan)
        .action((ms: number, options: StageOptions) =>
          moveClock(options, ({ shown }) => new Date(shown.getTime() + ms)),
        ),
    )
    .addCommand(
      createClockSubcommand('reset')
        .description('make it the machine’s again')
        .action((options: StageOptions) => moveClock(options, ({ machine }) => machine)),
    )
    .addHelpText('after', EXAMPLES);

interface Times {
  readonly machine: Date;
  /** What the clock of the stack shows. */
  readonly shown: Date;
}

async function runShow(options: StageOptions): Promise<void> {
  const { times } = await readTimes(options);
  if (options.json) printJson(describe(times));
  else printLines([`The clock shows ${sayTime(times)}.`]);
}

async function moveClock(options: StageOptions, choose: (times: Times) => Date): Promise<void> {
  const [{ file, times }, { EARLIEST_CLOCK, LATEST_CLOCK, writeClockOffset }] = await Promise.all([
    readTimes(options),
    import('../../lib/runtime/clock-file.ts'),
  ]);
  const { machine, shown: before } = times;
  const shown = choose(times);
  if (shown < EARLIEST_CLOCK || shown >= LATEST_CLOCK)
    throw new InputError(
      `expected a time from ${formatTime(EARLIEST_CLOCK)} until ${formatTime(LATEST_CLOCK)}, got ${formatTime(shown)}.`,
    );
  const isBack = shown < before;
  await writeClockOffset(file, shown.getTime() - machine.getTime());
  const moved = { machine, shown };
  if (options.json) printJson({ ...describe(moved), before: before.toISOString(), went_back: isBack });
  else printLines([`The clock shows ${sayTime(moved)}. It showed ${formatTime(before)}.`]);
  if (isBack)
    printNote(
      'the clock went back: what was stored after that time lies in its future. It comes first in lists, and expires later.',
    );
}

/** @throws {InputError} another stage is meant, or the local stack does not run */
async function readTimes({ stage }: StageOptions): Promise<{ readonly file: string; readonly times: Times }> {
  if (stage !== undefined && stage !== '' && stage !== 'local')
    throw new InputError(
      `expected --stage local, got “${stage}”: the clock of a deployed stage is that of AWS, and cannot be set. Use --stage local for the stack that runs on this machine.`,
    );
  const file = useLocalStack().environment.CLOCK_FILE;
  if (file === undefined)
    throw new InputError(
      'expected a local stack whose clock can be set, found one of an earlier version. Stop it and run npm start again.',
    );
  const { readClockOffset } = await import('../../lib/runtime/clock-file.ts');
  const machine = new Date();
  return { file, times: { machine, shown: new Date(machine.getTime() + readClockOffset(file)) } };
}

const describe = ({ machine, shown }: Times) => ({
  now: shown.toISOString(),
  machine: machine.toISOString(),
  offset_ms: shown.getTime() - machine.getTime(),
});

function sayTime({ machine, shown }: Times): string {
  const ms = shown.getTime() - machine.getTime();
  if (ms === 0) return `${formatTime(shown)}, as the machine’s does`;
  return `${formatTime(shown)}, ${formatDuration(Math.abs(ms))} ${ms > 0 ? 'ahead of' : 'behind'} the machine’s`;
}
