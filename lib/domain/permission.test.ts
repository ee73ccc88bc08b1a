import { describe, expect, test } from 'vitest';
import { commonGrants, type Grant, grantRefusal, type Role } from './permission.ts';

const A = '00000000-0000-4000-8000-00000000000a';
const B = '00000000-0000-4000-8000-00000000000b';
const grant = (role: Role, programId: string | null = null, organizationId: string | null = null): Grant => ({
  role,
  programId,
  organizationId,
});

describe('what a token may do is what it was given and its person still holds', () => {
  test.each([
    ['the same role everywhere', [grant('analyst')], [grant('analyst')], [grant('analyst')]],
    ['the narrower program wins, the token', [grant('analyst', A)], [grant('analyst')], [grant('analyst', A)]],
    [
      'the narrower program wins, the person',
      [grant('analyst')],
      [grant('analyst', A), grant('analyst', B)],
      [grant('analyst', A), grant('analyst', B)],
    ],
    ['another program', [grant('analyst', A)], [grant('analyst', B)], []],
    ['another role, however powerful', [grant('analyst')], [grant('approver'), grant('admin')], []],
    ['more than the token was given', [grant('viewer')], [grant('viewer'), grant('approver')], [grant('viewer')]],
    ['nothing left', [grant('analyst')], [], []],
    ['the organization of either', [grant('contributor', A)], [grant('contributor', A, B)], [grant('contributor', A, B)]],
    ['another organization', [grant('contributor', A, A)], [grant('contributor', A, B)], []],
  ])('%s', (_, own, persons, common) => {
    expect(commonGrants(own, persons)).toEqual(common);
  });
});

describe('who may give which role', () => {
  const everywhere = { personId: A, grants: [grant('admin')] };
  const local = { personId: A, grants: [grant('admin', A)] };
  test.each([
    ['an administrator of every program, everywhere', everywhere, B, 'reviewer', null, true],
    ['himself a reviewer', everywhere, A, 'reviewer', null, false],
    ['himself an approver in one program', everywhere, A, 'approver', A, false],
    ['himself an analyst', everywhere, A, 'analyst', A, true],
    ['an administrator of one program, there', local, B, 'approver', A, true],
    ['an administrator of one program, elsewhere', local, B, 'viewer', B, false],
    ['an administrator of one program, everywhere', local, B, 'viewer', null, false],
    ['a contributor in every program', everywhere, B, 'contributor', null, false],
    ['an approver', { personId: A, grants: [grant('approver')] }, B, 'viewer', A, false],
  ] as const)('%s', (_, giver, receiver, role, program, allowed) => {
    expect(grantRefusal(giver, receiver, role, program) === null).toBe(allowed);
  });
});
