import { InvalidArgumentError, Option } from 'commander';

/** What `--color` says. */
export type ColorChoice = (typeof COLOR_CHOICES)[number];
const COLOR_CHOICES = ['auto', 'always', 'never'] as const;

/**
 * What a colour says, one meaning each: `good` is the winner, the better figure, what succeeded; `warning` is to be looked at;
 * `error` failed. `heading` names what follows, `muted` is beside the point.
 */
export type Role = keyof typeof CODES;

/** How a terminal shows a role: what begins it, what ends it (ECMA-48, select graphic rendition). */
const CODES = {
  good: [32, 39],
  warning: [33, 39],
  error: [31, 39],
  heading: [1, 22],
  muted: [2, 22],
} as const;

/** Ends every colour. */
export const PLAIN_AGAIN = '\u001b[0m';

/** The sequences of `paint`; any other control character comes from data. */
export const PAINT = new RegExp(
  `\\u001b\\[(?:${[0, ...new Set(Object.values(CODES).flat())].join('|')})m`,
  'g',
);

/** A terminal that tells no size, or an absurd one. */
const USUAL_WIDTH = 80;
const LEAST_WIDTH = 20;

let choice: ColorChoice = 'auto';

export const createColorOption = (): Option =>
  new Option('--color <when>', 'colours: on a terminal (auto), always or never; before or behind the command')
    .default('auto')
    // The terminal is asked before the command runs: while options are read, help and errors are printed, too.
    .argParser((text: string): ColorChoice => {
      const found = COLOR_CHOICES.find((word) => word === text);
      if (found === undefined)
        throw new InvalidArgumentError(`Allowed choices are ${COLOR_CHOICES.join(', ')}.`);
      return chooseColor(found);
    });

/** @returns the same */
export const chooseColor = (when: ColorChoice): ColorChoice => {
  choice = when;
  return when;
};

/**
 * Whether what is written there is coloured. `--color` decides; else NO_COLOR (https://no-color.org), then FORCE_COLOR; else
 * a terminal is coloured unless it calls itself dumb.
 */
export function hasColor(stream: Screen = process.stdout, env: NodeJS.ProcessEnv = process.env): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** Where lines are written: of a stream, what decides about width and colour. */
export type Screen = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>;

/**
 * The columns of the terminal. COLUMNS decides where it is set; else what is no terminal has no limit, so that files and
 * pipes get whole lines.
 */
export function widthOf(stream: Screen = process.stdout, env: NodeJS.ProcessEnv = process.env): number {
  const told = Number(env.COLUMNS);
  if (Number.isInteger(told) && told >= LEAST_WIDTH) return told;
  if (stream.isTTY !== true) return Number.POSITIVE_INFINITY;
  return stream.columns >= LEAST_WIDTH ? stream.columns : USUAL_WIDTH;
}

/**
 * A text as its role is shown, where the stream has colours.
 *
 * @param stream the standard error, for what is written there
 */
export function paint(role: Role, text: string, stream: Screen = process.stdout): string {
  if (text === '' || !hasColor(stream)) return text;
  const [begin, end] = CODES[role];
  return `\u001b[${begin}m${text}\u001b[${end}m`;
}
