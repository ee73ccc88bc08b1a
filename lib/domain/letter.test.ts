import { expect, test } from 'vitest';
import { whyNotAgain } from './letter.ts';

test('a letter that was rescinded, or replaced for everybody, is not sent again', () => {
  expect(whyNotAgain({ rescindedOn: null, recipients: 1 })).toBeNull();
  expect(whyNotAgain({ rescindedOn: '2017-08-30', recipients: 1 })).toContain('rescinded on August 30, 2017');
  expect(whyNotAgain({ rescindedOn: null, recipients: 0 })).toContain('replaced');
});
