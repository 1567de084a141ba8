/** A configuration of Chart.js, without functions. */
export type ChartConfig = Readonly<Record<string, unknown>>;
