import { formatCount, formatPercent } from '../../lib/format-figures.ts';
import { formatBytes, formatRate, formatSeconds } from './format.ts';
import { paint, type Screen, widthOf } from './screen.ts';
import { oneLine, shortenText } from './text.ts';

/** How far a piece of work is. */
export interface Step {
  /** What is done now, such as `Measuring`. */
  readonly what: string;
  readonly done?: number | undefined;
  readonly total?: number | undefined;
  /** What is counted: `bytes`, `%`, or a word in the plural. */
  readonly unit?: string | undefined;
  /** What else is known, such as `3 set aside`. */
  readonly note?: string | undefined;
  /** It holds the thread, and takes longer than a second: there is no later moment to draw in. */
  readonly isLong?: boolean | undefined;
  /** Time left in milliseconds, where somebody else knows better than the rate. */
  readonly left?: number | undefined;
}

export interface Progress {
  /** May be told as often as there is news. */
  readonly show: (step: Step) => void;
  /** Takes the line away; whatever ends the work must tell it. */
  readonly end: () => void;
}

type Out = Screen & Pick<NodeJS.WriteStream, 'write'>;

/** What the world does, for tests. */
export interface ProgressWorld {
  readonly stream?: Out;
  readonly now?: () => number;
}

/** Work that ends sooner says nothing. */
const QUIET_MS = 1000;
/** A terminal is not written to more often. */
const REDRAW_MS = 100;
/** Where there is no terminal: a line at most so often, and only with news. */
const LINE_MS = 10_000;
const NEWS_SHARE = 0.1;
const SILENCE_MS = 60_000;
/** The rate is that of the last seconds, as the work may be slower now than it was. */
const WINDOW_MS = 15_000;

const BACK = '\r';
const CLEAR = '\u001b[K';

/** The line that stands on the terminal now. */
let onScreen: { readonly stream: Out; readonly draw: () => void } | undefined;

/** Writes something while a progress may stand on the terminal: the line goes, and comes again below. */
export function besideProgress(write: () => void): void {
  onScreen?.stream.write(BACK + CLEAR);
  write();
  onScreen?.draw();
}

/**
 * What is being done, how far it is, at what rate and for how long still: one line in place on a terminal, and elsewhere, as in the
 * log of a build, a line now and then. Work of less than a second says nothing.
 *
 * @param silent the result goes to programs, or to the same terminal
 * @example
 * const progress = createProgress(json);
 * try {
 *   for (const [i, file] of files.entries()) {
 *     progress.show({ what: 'Reading', done: i, total: files.length, unit: 'files' });
 *     await read(file);
 *   }
 * } finally {
 *   progress.end();
 * }
 */
export function createProgress(
  silent: boolean,
  { stream = process.stderr, now = Date.now }: ProgressWorld = {},
): Progress {
  if (silent) return { show() {}, end() {} };
  return stream.isTTY === true ? drawInPlace(stream, now) : writeLines(stream, now);
}

/**
 * Shows what is done until it is done, or fails.
 *
 * @param what such as `Uploading`
 * @param silent as for `createProgress`
 * @example await whileShowing('Comparing both versions', json, () => compare(one, other))
 */
export async function whileShowing<T>(
  what: string,
  silent: boolean | undefined,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  const progress = createProgress(silent === true);
  progress.show({ what });
  try {
    return await work(progress);
  } finally {
    progress.end();
  }
}

function drawInPlace(stream: Out, now: () => number): Progress {
  const meter = createMeter(now);
  let last = -Infinity;
  let step: Step | undefined;
  const draw = () => {
    if (step === undefined) return;
    last = now();
    // The last column stays free: some terminals go to the next line behind it.
    stream.write(BACK + describeStep(step, meter.read(step), widthOf(stream) - 1, stream) + CLEAR);
  };
  const own = { stream, draw };
  const tick = () => {
    if (step === undefined || now() - last < REDRAW_MS) return;
    if (step.isLong !== true && now() - meter.start < QUIET_MS) return;
    if (onScreen === undefined) process.once('exit', clear);
    onScreen = own;
    draw();
  };
  const clear = () => {
    if (onScreen !== own) return;
    onScreen = undefined;
    stream.write(BACK + CLEAR);
  };
  // Time passes without news, too.
  const timer = setInterval(tick, 2 * REDRAW_MS);
  timer.unref();
  return {
    show(next) {
      if (next.what !== step?.what) meter.restart(next);
      else meter.note(next);
      step = next;
      tick();
    },
    end() {
      clearInterval(timer);
      step = undefined;
      process.off('exit', clear);
      clear();
    },
  };
}

function writeLines(stream: Out, now: () => number): Progress {
  const meter = createMeter(now);
  let last = now();
  let told: Step | undefined;
  let step: Step | undefined;
  return {
    show(next) {
      if (next.what !== step?.what) meter.restart(next);
      else meter.note(next);
      step = next;
      const since = now() - last;
      if (since < LINE_MS || (since < SILENCE_MS && told?.what === next.what && !isNews(told, next))) return;
      last = now();
      told = next;
      stream.write(`${describeStep(next, meter.read(next), Number.POSITIVE_INFINITY, stream)}\n`);
    },
    end() {},
  };
}

const isNews = (before: Step, { done, total }: Step): boolean =>
  done === undefined ? false : total === undefined || done - (before.done ?? 0) >= NEWS_SHARE * total;

interface Measured {
  /** Since the work began. */
  readonly elapsed: number;
  /** A second; undefined as long as it cannot be known. */
  readonly rate: number | undefined;
}

/** Measures how fast something is done: by what was done in the last seconds, whatever was done before it began. */
function createMeter(now: () => number) {
  const start = now();
  let marks: { readonly at: number; readonly done: number }[] = [];
  const note = ({ done }: Step) => {
    const at = now();
    if (done === undefined || at - (marks.at(-1)?.at ?? -Infinity) < REDRAW_MS) return;
    marks.push({ at, done });
    while (marks.length > 2 && at - marks[1]!.at > WINDOW_MS) marks.shift();
  };
  return {
    start,
    note,
    restart(step: Step) {
      marks = [];
      note(step);
    },
    read({ done }: Step): Measured {
      const first = marks[0];
      const seconds = first === undefined ? 0 : (now() - first.at) / 1000;
      const rate =
        done === undefined || first === undefined || seconds < 0.5 ? 0 : (done - first.done) / seconds;
      return { elapsed: now() - start, rate: rate > 0 ? rate : undefined };
    },
  };
}

const BAR_WIDTH = 20;

/** `████████────────────`. @param share 0–1 */
export function drawBar(share: number, width = BAR_WIDTH): string {
  const full = Math.round(width * Math.min(1, Math.max(0, share)));
  return '█'.repeat(full) + '─'.repeat(width - full);
}

/**
 * `Measuring ████████──────────── 12 of 40 fits, 3.1/s, 9 s left`, as much of it as there is room for.
 *
 * @param width columns
 */
export function describeStep(step: Step, { elapsed, rate }: Measured, width: number, stream: Screen): string {
  const { what, done, total, unit, note } = step;
  const known = total !== undefined && total > 0 && done !== undefined;
  // What is read may become larger on the way, as a file in Latin-1 does.
  const share = known ? Math.min(1, done / total) : 0;
  const left =
    step.left ?? (known && rate !== undefined ? (1000 * Math.max(0, total - done)) / rate : undefined);
  const parts = [
    done === undefined ? '' : countOf(done, known ? total : undefined, unit),
    note ?? '',
    rate === undefined || unit === '%' ? '' : rateOf(rate, unit),
    left === undefined
      ? elapsed < QUIET_MS
        ? ''
        : formatSeconds(elapsed)
      : `${formatSeconds(Math.max(left, QUIET_MS))} left`,
  ].filter((part) => part !== '');
  const name = oneLine(what);
  const text = parts.join(', ');
  const bar = known ? `${drawBar(share)} ` : '';
  const line = `${name} ${bar}${text}`;
  if (line.length <= width)
    return known ? `${name} ${paint('muted', bar.trimEnd(), stream)} ${text}` : line.trimEnd();
  return shortenText(`${name} ${text}`, width);
}

function countOf(done: number, total: number | undefined, unit: string | undefined): string {
  if (unit === 'bytes') {
    return total === undefined
      ? formatBytes(done)
      : `${formatPercent(Math.floor((100 * Math.min(done, total)) / total) / 100, 0)} of ${formatBytes(total)}`;
  }
  if (unit === '%') return `${Math.floor(done)} %`;
  const of = total === undefined ? '' : ` of ${formatCount(total)}`;
  return `${formatCount(done)}${of}${unit === undefined ? '' : ` ${unit}`}`;
}

const rateOf = (rate: number, unit: string | undefined): string =>
  unit === 'bytes' ? `${formatBytes(rate)}/s` : `${formatRate(rate)}/s`;
