import type { Template } from '../build/check-template.ts';

/** A template whose roles all carry a permissions boundary. @param boundary the ARN of a managed policy; empty: none */
export function boundRoles<T extends Pick<Template, 'Resources'>>(template: T, boundary: string): T {
  if (boundary === '') return template;
  const Resources = Object.fromEntries(
    Object.entries(template.Resources).map(([name, resource]) => [
      name,
      resource.Type === 'AWS::IAM::Role'
        ? { ...resource, Properties: { ...resource.Properties, PermissionsBoundary: boundary } }
        : resource,
    ]),
  );
  return { ...template, Resources };
}
