'use server';

import type { FormState } from '#components/ui/form-state.ts';
import { makeToken } from '#lib/operations/make-token.ts';
import { revokeToken } from '#lib/operations/revoke-token.ts';
import { field, fields, present } from './refusal.ts';
import { perform, performSecretly } from './settings-refusal.ts';

const tokensPath = (slug: string): string => `/programs/${encodeURIComponent(slug)}/settings/tokens`;

/** Makes a token in one's own name and shows it, once. */
export async function makeTokenAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({ name: field(data, 'name'), roles: fields(data, 'roles'), days: Number(field(data, 'days') ?? '90') });
  return performSecretly({ data, path: tokensPath(slug), slug, mine: { title: 'Make a token' } }, async (context) => {
    const { token } = await makeToken(context, slug, body);
    if (token === null) return undefined;
    return { label: 'The token', value: token, note: 'Copy it now: it cannot be shown again.' };
  });
}

export async function revokeTokenAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const act = { data, path: tokensPath(slug), slug, mine: { title: 'Revoke the token' }, done: 'revoked' };
  return perform(act, (context) => revokeToken(context, field(data, 'tokenId') ?? ''));
}
