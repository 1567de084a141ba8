import { boundRoles } from '../../infra/bootstrap/bound-roles.ts';

const template = {
  Resources: {
    ApiRole: { Type: 'AWS::IAM::Role', Properties: { Policies: ['p'] } },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 1 } },
  },
  Outputs: { Commit: { Value: 'c' } },
};
const BOUNDARY = 'arn:aws:iam::1:policy/scorelane-boundary-prod';

test('roles get the boundary, and nothing else changes', () => {
  expect(boundRoles(template, BOUNDARY)).toEqual({
    ...template,
    Resources: {
      ...template.Resources,
      ApiRole: { Type: 'AWS::IAM::Role', Properties: { Policies: ['p'], PermissionsBoundary: BOUNDARY } },
    },
  });
  expect(template.Resources.ApiRole.Properties).toEqual({ Policies: ['p'] });
});

test('without one nothing changes', () => expect(boundRoles(template, '')).toBe(template));
