import { TransientError } from '../../lib/errors.ts';
import type { SqsHandler } from '../../lib/runtime/sqs-handlers.ts';
import { Chaos, type Delivery, EVERYTHING } from './chaos.ts';
import type { SimulatedQueue } from './simulated-queue.ts';
import { Violation } from './violation.ts';

/** What every schedule has besides its actions. */
interface Faults {
  readonly seed: number;
  readonly faultRate: number;
}

/** A queue, and the function that works on it now. */
export type Work = readonly [queue: SimulatedQueue, handlerOf: () => SqsHandler];

/** What the labs do alike: run a schedule, heal what fails, let everything come to rest, and hold what is final. */
export abstract class FaultDriver<Action> {
  protected readonly chaos: Chaos;
  readonly #keys = new Map<string, string>();
  /** The first final state that was seen of each id. */
  readonly #finals = new Map<string, string>();

  protected constructor(faults: Faults) {
    this.chaos = new Chaos(faults);
  }

  abstract act(action: Action): Promise<void>;
  abstract observe(): Promise<void>;
  protected abstract sweep(killAfter: number | null): Promise<void>;
  /** Nothing fails any more. */
  protected abstract heal(): Promise<void>;
  /** In the order in which they are worked on at the end. */
  protected abstract readonly work: readonly Work[];
  protected abstract countOpen(): Promise<number>;
  /** Between two sweeps, and sweeps until everything must have come to rest. */
  protected abstract readonly pace: { readonly seconds: number; readonly rounds: number };
  /** @returns whether there was anything to deliver */
  protected abstract deliver(work: Work, how: Delivery): Promise<boolean>;

  async run(actions: readonly Action[]): Promise<void> {
    for (const action of actions) {
      await this.act(action);
      await this.observe();
    }
    await this.comeToRest();
    await this.observe();
  }

  async comeToRest(): Promise<void> {
    this.chaos.rate = 0;
    await this.heal();
    let left = '';
    for (let round = 0; round < this.pace.rounds; round++) {
      for (const work of this.work) while (await this.deliver(work, EVERYTHING)) {}
      await this.sweep(null);
      const open = await this.countOpen();
      const sizes = this.work.map(([queue]) => queue.size);
      if (open + sizes.reduce((sum, size) => sum + size, 0) === 0) return;
      left = `${open} open, ${sizes.join(', ')} messages`;
      this.chaos.pass(this.pace.seconds);
    }
    throw new Violation(`did not come to rest: ${left}`);
  }

  /** Sweeps without anybody working in between. */
  protected async idle(sweeps: number): Promise<void> {
    for (let i = 0; i < sweeps; i++) {
      this.chaos.pass(this.pace.seconds);
      await this.sweep(null);
    }
  }

  /** The same key with the same request stands for the same id. */
  protected checkKey(key: number | null, request: string, id: string): void {
    if (key === null) return;
    const name = `${key} ${request}`;
    const first = this.#keys.get(name) ?? id;
    if (first !== id) throw new Violation(`the idempotency key ${key} gave ${first}, then ${id}`);
    this.#keys.set(name, id);
  }

  protected wasFinal(id: string): boolean {
    return this.#finals.has(id);
  }

  /** What is final stays as it is. */
  protected checkFinal(id: string, facts: object, isFinal: boolean): void {
    const state = JSON.stringify(facts);
    const first = this.#finals.get(id) ?? state;
    if (first !== state) throw new Violation(`${id} was final, and changed: ${first} → ${state}`);
    if (isFinal) this.#finals.set(id, first);
  }

  /** Artifacts as a function sees them, of which some are away. */
  protected hideArtifacts<Store extends { get(key: string): Promise<unknown> }>(
    artifacts: Store,
    isAway: (key: string) => boolean,
  ): Store {
    const get = async (key: string) => {
      if (isAway(key)) throw new TransientError('the artifact is away');
      return artifacts.get(key);
    };
    return { ...artifacts, get };
  }
}
