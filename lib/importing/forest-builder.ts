import { InputError } from '../errors.ts';
import type { TreesMember } from '../model/artifact.ts';

/** As `checkTrees` has it. */
const DEEPEST = 256;
const MOST_NODES = 1_000_000;
/** In place of none: a share of nothing cannot be made, and this one moves no reason that a person could see. */
const NO_COVER = 1e-9;

/** A node of a tree as another library's file has it; its sides are names of nodes there. */
export type SourceNode =
  | { readonly kind: 'leaf'; readonly value: number; readonly cover: number }
  | {
      readonly kind: 'split';
      readonly input: number;
      /** Inputs up to it go left; or the codes that do. */
      readonly by: number | readonly number[];
      readonly missingLeft: boolean;
      readonly left: number;
      readonly right: number;
    };

/** Collects trees into the flat lists of the artifact. */
export class ForestBuilder {
  readonly #input: number[] = [];
  readonly #threshold: number[] = [];
  readonly #route: number[] = [];
  readonly #value: number[] = [];
  readonly #cover: number[] = [];
  readonly #sets: (readonly number[])[] = [];
  /** Set as text → its place, as trees split by the same set again and again. */
  readonly #known = new Map<string, number>();
  #emptyLeaves = 0;

  /** Leaves without a training lead. */
  get emptyLeaves(): number {
    return this.#emptyLeaves;
  }

  get leaves(): number {
    return this.#value.length;
  }

  /**
   * @param place for messages, such as `model.txt: Tree=3`
   * @param look a node by its name
   * @throws {InputError} a node is reached twice, a number is none, or there are too many
   */
  add(place: string, root: number, look: (node: number) => SourceNode): void {
    const due: { node: number; depth: number }[] = [{ node: root, depth: 0 }];
    const seen = new Set<number>();
    for (let next = due.pop(); next !== undefined; next = due.pop()) {
      const { node: name, depth } = next;
      const at = `${place}, node ${name < 0 ? `leaf ${~name}` : name}`;
      if (seen.has(name)) throw new InputError(`${at}: expected a tree, got a node that is reached twice.`);
      seen.add(name);
      if (depth > DEEPEST)
        throw new InputError(`${at}: expected at most ${DEEPEST} splits on a way, got more.`);
      if (this.#input.length >= MOST_NODES)
        throw new InputError(`${at}: expected at most ${MOST_NODES} nodes in all trees, got more.`);
      const node = look(name);
      if (node.kind === 'leaf') {
        this.#addLeaf(node, at);
        continue;
      }
      this.#addSplit(node, at);
      due.push({ node: node.right, depth: depth + 1 }, { node: node.left, depth: depth + 1 });
    }
  }

  #addLeaf({ value, cover }: Extract<SourceNode, { kind: 'leaf' }>, at: string): void {
    if (!Number.isFinite(value)) throw new InputError(`${at}: expected a finite number, got ${value}.`);
    if (!(cover >= 0 && Number.isFinite(cover)))
      throw new InputError(`${at}: expected a count of training leads, got ${cover}.`);
    if (cover === 0) this.#emptyLeaves += 1;
    this.#input.push(-1);
    this.#value.push(value);
    this.#cover.push(cover === 0 ? NO_COVER : cover);
  }

  #addSplit({ input, by, missingLeft }: Extract<SourceNode, { kind: 'split' }>, at: string): void {
    const route = missingLeft ? 1 : 0;
    this.#input.push(input);
    if (typeof by === 'number') {
      if (Number.isNaN(by)) throw new InputError(`${at}: expected a threshold, got ${by}.`);
      // JSON has no infinity, and no lead has a larger number.
      this.#threshold.push(Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, by)));
      this.#route.push(route);
      return;
    }
    const codes = [...by].sort((a, b) => a - b);
    const key = codes.join();
    const place = this.#known.get(key) ?? this.#sets.push(codes) - 1;
    this.#known.set(key, place);
    this.#threshold.push(place);
    this.#route.push(route + 2);
  }

  /** What was collected. */
  build(settings: Pick<TreesMember, 'weight' | 'intercept' | 'float32'>): TreesMember {
    return {
      kind: 'trees',
      ...settings,
      input: this.#input,
      threshold: this.#threshold,
      route: this.#route,
      value: this.#value,
      cover: this.#cover,
      sets: this.#sets,
    };
  }
}
