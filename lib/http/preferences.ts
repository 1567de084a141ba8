import type { Headers } from './answer.ts';

/** What a client prefers (RFC 7240); what is not known is ignored, as the RFC asks. */
export interface Preferences {
  /** `wait`, with or without seconds: answer with the result. */
  readonly wait: boolean;
  /** `handling=lenient`: accept what is good, report the rest. */
  readonly lenient: boolean;
}

export function readPreferences({ prefer = '' }: Headers): Preferences {
  const preferences = prefer.split(',').map((preference) => preference.split(';')[0]!.trim().toLowerCase());
  return {
    wait: preferences.some((preference) => /^wait(\s*=\s*"?\d+"?)?$/.test(preference)),
    lenient: preferences.some((preference) => /^handling\s*=\s*"?lenient"?$/.test(preference)),
  };
}
