import { TRAINER_SETTINGS } from '../../contract/trainer-settings.ts';
import type { TrainerName } from '../../contract/training-words.ts';
import type { TrainerSettings } from './create-trainer.ts';

/** Of some trainers some members; the others have their defaults. */
export type SettingsChanges = { readonly [K in keyof TrainerSettings]?: Partial<TrainerSettings[K]> };

/** Values by the names of `TRAINER_SETTINGS`. */
export type SettingValues = Readonly<Record<string, number>>;

const MEMBERS: Readonly<Record<TrainerName, Exclude<keyof TrainerSettings, 'preparation'>>> = {
  logistic: 'logistic',
  scorecard: 'scorecard',
  boosted: 'boosted',
  trees: 'trees',
  'gradient-descent': 'gradientDescent',
};

/** What `more` says goes before what `changes` says, member by member. */
export const mergeChanges = (changes: SettingsChanges, more: SettingsChanges): SettingsChanges =>
  Object.fromEntries(
    [...new Set([...Object.keys(changes), ...Object.keys(more)])].map((key) => [
      key,
      { ...changes[key as keyof TrainerSettings], ...more[key as keyof TrainerSettings] },
    ]),
  );

/** Whole settings, changed. */
export const changeSettings = (base: TrainerSettings, changes: SettingsChanges): TrainerSettings =>
  mergeChanges(base, changes) as TrainerSettings;

/**
 * Values of settings in the words of the trainers that have them.
 *
 * @param trainers the trainers to tell; all unless given
 * @example
 * changesOf({ epochs: 200 }); // { boosted: { maxRounds: 200 }, gradientDescent: { steps: 200 } }
 */
export function changesOf(values: SettingValues, trainers?: readonly TrainerName[]): SettingsChanges {
  const changes: Partial<Record<keyof TrainerSettings, Record<string, number>>> = {};
  for (const { name, of } of TRAINER_SETTINGS) {
    const value = values[name];
    if (value === undefined) continue;
    for (const [trainer, { option }] of Object.entries(of)) {
      if (trainers !== undefined && !trainers.includes(trainer as TrainerName)) continue;
      const member = MEMBERS[trainer as TrainerName];
      changes[member] = { ...changes[member], [toCamelCase(option)]: value };
    }
  }
  return changes;
}

/** The value of a trainer's option, by its name in the record; undefined: it has its default. */
export const settingOf = (trainer: TrainerName, settings: TrainerSettings, option: string): unknown =>
  (settings[MEMBERS[trainer]] as Readonly<Record<string, unknown>>)[toCamelCase(option)];

/** One trainer's settings, by their names in `TrainerSettings`. */
export const changesOfTrainer = (
  trainer: TrainerName,
  settings: Readonly<Record<string, number>>,
): SettingsChanges => ({ [MEMBERS[trainer]]: settings });

/** The settings of a trainer that `changes` have a value for. */
export const namesToldOf = (trainer: TrainerName, changes: SettingsChanges): string[] =>
  TRAINER_SETTINGS.flatMap(({ name, of }) => {
    const use = of[trainer];
    const told: Readonly<Record<string, unknown>> = changes[MEMBERS[trainer]] ?? {};
    return use !== undefined && told[toCamelCase(use.option)] !== undefined ? [name] : [];
  });

/** `min_samples_leaf` → `minSamplesLeaf`, as code and the command's parser have it. */
export const toCamelCase = (name: string): string =>
  name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
