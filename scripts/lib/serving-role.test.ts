import { expect, test } from 'vitest';
import { deriveServingRole, scramVerifier, withRole } from './serving-role.ts';

test('the role is named after the database', () => {
  // printf proviso | sha256sum
  expect(deriveServingRole('proviso', 'secret').name).toBe('proviso_app_9d5fb151');
});

test('the password follows from the secret and the database, and from nothing else', () => {
  const one = deriveServingRole('proviso', 'secret');
  expect(deriveServingRole('proviso', 'secret')).toEqual(one);
  expect(deriveServingRole('proviso', 'another').password).not.toBe(one.password);
  expect(deriveServingRole('proviso2', 'secret').password).not.toBe(one.password);
});

test('the verifier is the one that PostgreSQL makes', () => {
  // The example of RFC 7677: user "user", password "pencil".
  const verifier = scramVerifier('pencil', Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'));
  expect(verifier).toBe(
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  );
});

test('an address keeps its place and options', () => {
  const role = { name: 'proviso_app_9d5fb151', password: 'p', verifier: '' };
  const address = withRole('postgresql://owner:x@db.example:6432/proviso?sslmode=require', role);
  expect(address).toBe('postgresql://proviso_app_9d5fb151:p@db.example:6432/proviso?sslmode=require');
});
