export interface Reason {
  readonly feature: string;
}
