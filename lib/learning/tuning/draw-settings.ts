import { TRAINER_SETTINGS } from '../../contract/trainer-settings.ts';
import type { TrainerName } from '../../contract/training-words.ts';
import { createRandom, hashText } from '../../statistics/random.ts';
import type { TrainerSettings } from '../trainers/create-trainer.ts';
import { type SettingValues, settingOf } from '../trainers/set-trainer.ts';
import type { TunePlan } from './tune-plan.ts';

/** A setting that is searched, and the values that it may take. */
interface Axis {
  readonly name: string;
  readonly values: readonly number[];
  /** One of the values: that without a change. */
  readonly usual: number;
}

/**
 * The settings of a trainer that a search tries: first those that it has anyway, then others, drawn without replacement from all
 * combinations of the values that `TRAINER_SETTINGS` names (Bergstra & Bengio 2012, Random search for hyper-parameter
 * optimization). A space that has no more combinations is tried whole.
 *
 * @param settings what the trainer has chosen by itself stands here; without them its defaults count
 * @returns at most `count`; of each only what differs from the defaults
 */
export function drawSettings(
  trainer: TrainerName,
  { count, told }: Pick<TunePlan, 'count' | 'told'>,
  seed: number,
  settings?: TrainerSettings,
): SettingValues[] {
  const axes = axesOf(trainer, told, settings);
  const size = sizeOf(axes);
  const random = createRandom(hashText(`tune ${trainer}`, seed));
  // The one without a change is there already.
  const taken = new Set([indexOf(axes, {})]);
  const drawn: SettingValues[] = [{}];
  while (drawn.length < Math.min(count, size)) {
    let index = Math.floor(random() * size);
    // The next one that is free: a space of which most is wanted takes no longer.
    while (taken.has(index)) index = (index + 1) % size;
    taken.add(index);
    drawn.push(settingsAt(axes, index));
  }
  return drawn;
}

/** How many settings `drawSettings` gives. */
export const countSettings = (
  trainer: TrainerName,
  { count, told }: Pick<TunePlan, 'count' | 'told'>,
): number => Math.min(count, sizeOf(axesOf(trainer, told)));

const sizeOf = (axes: readonly Axis[]): number =>
  axes.reduce((product, { values }) => product * values.length, 1);

const axesOf = (trainer: TrainerName, told: readonly string[], settings?: TrainerSettings): Axis[] =>
  TRAINER_SETTINGS.flatMap(({ name, of }) => {
    const use = of[trainer];
    if (use?.search === undefined || told.includes(name)) return [];
    const { search } = use;
    // What the trainer has chosen by itself, where it has.
    const usual = settings && settingOf(trainer, settings, use.option);
    return [
      { name, values: search, usual: [usual, use.default, search[0]].find((x) => isOneOf(search, x))! },
    ];
  });

const isOneOf = (values: readonly number[], value: unknown): value is number =>
  values.includes(value as number);

const indexOf = (axes: readonly Axis[], settings: SettingValues): number =>
  axes.reduce(
    (index, { name, values, usual }) => index * values.length + values.indexOf(settings[name] ?? usual),
    0,
  );

function settingsAt(axes: readonly Axis[], index: number): SettingValues {
  let rest = index;
  const entries = axes.toReversed().flatMap(({ name, values, usual }) => {
    const value = values[rest % values.length]!;
    rest = Math.floor(rest / values.length);
    return value === usual ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries.toReversed());
}
