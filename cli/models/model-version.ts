import { InvalidArgumentError } from 'commander';

/** A model, and one of its versions where it is named. */
export interface ModelVersionName {
  readonly name: string;
  /** `v3`; or `elsewhere`: of leads that another system scored. */
  readonly version?: string;
}

/** @example parseModelVersion('leads@v3') // { name: 'leads', version: 'v3' } */
export function parseModelVersion(text: string): ModelVersionName {
  const [, name, version] = /^([a-z0-9][a-z0-9-]{0,62})(?:@(v[1-9]\d{0,8}|elsewhere))?$/.exec(text) ?? [];
  if (name === undefined)
    throw new InvalidArgumentError('Expected leads, or leads@v3 for one of its versions.');
  return version === undefined ? { name } : { name, version };
}
