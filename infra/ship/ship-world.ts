import type { SmokeOptions } from './smoke-stage.ts';

/** What a stage is before something is deployed to it. */
export interface StackBefore {
  readonly commit: string;
  /** As it was given to CloudFormation. */
  readonly template: string;
  /** Where it is kept for the way back. */
  readonly templateUrl: string;
}

/** The stage's stack. */
export interface StackPort {
  /**
   * What is deployed, kept for the way back; undefined: nothing that answers yet.
   *
   * @throws {InputError} the stack is in a state that cannot be deployed to
   */
  remember(): Promise<StackBefore | undefined>;
  /** Waits until nothing changes it any more. */
  settle(): Promise<{ readonly status: string; readonly template: string } | undefined>;
  /** Deploys a remembered template again. */
  restore(before: StackBefore): Promise<void>;
  /** An output; empty, when there is none of the name. */
  output(name: string): Promise<string>;
  /** Refuses deletion from now on. */
  protect(): Promise<void>;
}

type Aliases = Readonly<Record<string, string>>;

/** The stage's registry; only when the stage is there. */
export interface ModelPort {
  aliases(name: string): Promise<Aliases>;
  /**
   * Whether the file and what lies beside it can be published, before anything is changed.
   *
   * @param isDeployed the stage is there; a version that is this very file needs nothing beside it any more
   * @throws {InputError} it cannot
   */
  check(isDeployed: boolean): Promise<void>;
  /** Publishes the file, once; no alias moves. @returns its version */
  publish(): Promise<string>;
  /** Whether the version was champion before and gave way, other than by a deployment that was taken back. */
  wasReplaced(name: string, version: string): Promise<boolean>;
  move(name: string, alias: string, version: string, from: string | undefined): Promise<void>;
  /** What callers will notice of a move of the champion, a sentence each; none: nothing. */
  review(move: AliasMoved): Promise<readonly string[]>;
  /** Points the alias where it pointed before, if it still points to `to`. @returns what was done, in a sentence */
  takeBack(move: AliasMoved): Promise<string>;
}

export interface AliasMoved {
  readonly name: string;
  readonly alias: string;
  readonly from: string | undefined;
  readonly to: string;
}

export interface ShipWorld {
  readonly stack: StackPort;
  readonly models: ModelPort;
  /** Deploys what is packaged. */
  deploy(): Promise<void>;
  smoke(options: SmokeOptions): Promise<readonly string[]>;
  /** Told of every step and what came of it. */
  say(line: string): void;
}
