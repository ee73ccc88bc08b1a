import { describe, expect, test } from 'vitest';
import { authenticate, isSameOrigin } from './authentication.ts';

const actor = (name: string) => ({ principalId: name, name, kind: 'person', onBehalfOfId: null, grants: [] });
const counted: (string | null)[] = [];
const deps = {
  wrongToken: async (address: string | null) => void counted.push(address),
  sessionActor: async (request: Request) => (request.headers.get('cookie') ? actor('session') : null),
  tokenActor: async (token: string) => (token === 'good' ? actor('token') : null),
};
const request = (headers: Record<string, string>): Request => new Request('http://127.0.0.1:3000/api/v1/programs', { headers });

describe('who asks', () => {
  test('a token, a session, or nobody', async () => {
    expect(await authenticate(deps, request({ Authorization: 'bearer good' }), '192.0.2.1')).toMatchObject({
      via: 'token',
      actor: { name: 'token' },
    });
    expect(await authenticate(deps, request({ Cookie: 's=1' }), '192.0.2.1')).toMatchObject({ via: 'session', actor: { name: 'session' } });
    await expect(authenticate(deps, request({}), '192.0.2.1')).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test.each(['Bearer bad', 'Bearer', 'Basic good', 'good', 'Bearer good more'])(
    '"%s" is refused even beside a good session',
    async (header) => {
      await expect(authenticate(deps, request({ Authorization: header, Cookie: 's=1' }), '192.0.2.1')).rejects.toMatchObject({
        code: 'unauthenticated',
      });
    },
  );
});

const ORIGIN = 'https://proviso.example.gov';

test.each([
  ['the configured origin', { Origin: ORIGIN }, true],
  ['the host that was asked', { Origin: 'http://127.0.0.1:3000', Host: '127.0.0.1:3000' }, true],
  ['Sec-Fetch-Site alone', { 'Sec-Fetch-Site': 'same-origin' }, true],
  ['both', { 'Sec-Fetch-Site': 'same-origin', Origin: ORIGIN }, true],
  ['neither', {}, false],
  ['another site', { Origin: 'https://elsewhere.example' }, false],
  ['another port', { Origin: 'http://127.0.0.1:4000', Host: '127.0.0.1:3000' }, false],
  ['a sibling', { 'Sec-Fetch-Site': 'same-site', Origin: ORIGIN }, false],
  ['cross-site', { 'Sec-Fetch-Site': 'cross-site', Origin: ORIGIN }, false],
  ['typed by the user', { 'Sec-Fetch-Site': 'none' }, false],
  ['an opaque origin', { Origin: 'null' }, false],
])('same origin by %s: %o is %s', (_, headers: Record<string, string>, same) => {
  expect(isSameOrigin(request(headers), ORIGIN)).toBe(same);
});
