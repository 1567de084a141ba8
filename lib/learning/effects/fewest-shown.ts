/** A level that fewer leads have stands readable in no record and no report: it could name one of them. */
export const FEWEST_SHOWN = 20;
