import { type Measurement, median } from './measure.ts';

export interface Comparison {
  readonly what: string;
  /** Contestant → its runs. */
  readonly runs: Readonly<Record<string, readonly Measurement[]>>;
  /** Contestant of ours → the peer that it is compared with; `scikit-learn` without it. */
  readonly peers?: Readonly<Record<string, string>>;
}

export interface Results {
  readonly machine: string;
  /** The peer's versions; '' when it did not run. */
  readonly peers: string;
  readonly repetitions: number;
  readonly comparisons: readonly Comparison[];
  /** Microseconds. */
  readonly oneLead: { readonly withReasons: number; readonly without: number; readonly byHand: number };
}

/** The results as a page of Markdown, also readable in a terminal. */
export function renderResults({ machine, peers, repetitions, comparisons, oneLead }: Results): string {
  const date = new Date().toISOString().slice(0, 10);
  return `# Measured by \`npm run bench\`

${date}, ${machine}${peers === '' ? '' : `; ${peers}`}. Medians of ${repetitions} runs in turn, each in a process of its own
after one unmeasured; seconds from the first byte read to the last result, peak resident memory of the process.
The table: 10 numbers, 8 categories of 8 to 164 levels, 5 % missing, about 12 % converting (\`bench/make-table.ts\`).
Training is reading, preparing and fitting one logistic regression (standardised numbers, one-hot categories with
rare levels together, ridge penalty 1); growing trees is reading, binning and 200 trees of 15 leaves with a learning rate of .05,
whose log-loss is that of 100,000 other rows; scoring keeps all columns and adds the results. Ratios: the peer's ÷ ours.

${comparisons.map(renderComparison).join('\n')}
## One lead in memory

| | µs | ratio |
|---|---|---|
${(
  [
    ['a logistic function written out for this table, without reasons', oneLead.byHand],
    ['Scorelane, without reasons', oneLead.without],
    ['Scorelane, with grade and reasons', oneLead.withReasons],
  ] as const
)
  .map(([what, us]) => `| ${what} | ${us.toFixed(2)} | ${(us / oneLead.byHand).toFixed(1)} |`)
  .join('\n')}

`;
}

export function renderComparison({ what, runs, peers }: Comparison): string {
  const names = Object.keys(runs);
  const middle = (name: string, figure: string) => median(runs[name]!.map((run) => run[figure]!));
  const peerOf = (name: string) =>
    names.find((other) => other !== name && other === (peers === undefined ? 'scikit-learn' : peers[name]));
  const rows = names.map((name) => {
    const [seconds, memory] = [middle(name, 'seconds'), middle(name, 'peak_mb')];
    const peer = peerOf(name);
    const ratio = (figure: string, own: number) =>
      peer === undefined ? '' : `${(middle(peer, figure) / own).toFixed(1)} ×`;
    const quality = runs[name]![0]!.log_loss;
    const above = runs[name]![0]!.above_optimum;
    const notes = [
      ...(quality === undefined ? [] : [`log-loss ${quality.toFixed(5)}`]),
      ...(above === undefined ? [] : [`${above.toExponential(0)} above the optimum`]),
    ];
    return `| ${name} | ${seconds.toFixed(2)} | ${ratio('seconds', seconds)} | ${memory.toFixed(0)} | ${ratio('peak_mb', memory)} | ${notes.join(', ')} |`;
  });
  return `## ${what[0]!.toUpperCase()}${what.slice(1)}

| | seconds | ratio | peak MB | ratio | |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
}
