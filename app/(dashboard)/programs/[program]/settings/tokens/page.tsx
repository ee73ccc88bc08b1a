import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { TokenForm } from '#components/settings/token-form.tsx';
import { TokenTable } from '#components/settings/token-table.tsx';
import { Pagination } from '#components/ui/pagination.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { listTokens, mayRevokeToken } from '#lib/operations/list-tokens.ts';
import { forPage, href, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
import { makeTokenAction, revokeTokenAction } from '../../../../_actions/token-actions.ts';
import { SettingsFrame } from '../_components/settings-frame.tsx';
import { hasStopped, tokenRow } from '../_components/words.ts';

export const metadata: Metadata = { title: 'API tokens' };

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function TokensPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = `/programs/${slug}/settings/tokens`;
  const view = await openProgramPage(slug, {}, path);
  const cursor = param(search, 'cursor') || undefined;
  const list = await forPage(path, () => listTokens(view.context, slug, { cursor }));
  const rows = list.items.map((token) => ({
    ...tokenRow(token, view.program.zone),
    idempotencyKey: !hasStopped(token) && mayRevokeToken(view.context, token) ? randomUUID() : null,
  }));
  return (
    <SettingsFrame
      view={view}
      current="tokens"
      path={path}
      search={search}
      title="API tokens"
      lead={
        list.everybody
          ? 'Every token that reaches this program. Each acts for one person and can do only what that person may do at that moment.'
          : 'Your tokens for this program. Each acts in your name and can do only what you may do at that moment.'
      }
    >
      {list.grantable.length > 0 && (
        <Panel label="Make a token">
          <TokenForm action={makeTokenAction.bind(null, slug)} idempotencyKey={randomUUID()} keepHref={path} roles={list.grantable} />
        </Panel>
      )}
      <Panel label="API tokens" flush>
        <TokenTable rows={rows} action={revokeTokenAction.bind(null, slug)} keepHref={path} />
        {(list.nextCursor || cursor) && (
          <div className="panel-foot">
            <Pagination
              text={`${rows.length} on this page`}
              nextHref={list.nextCursor && href(path, { cursor: list.nextCursor })}
              firstHref={cursor ? path : null}
            />
          </div>
        )}
      </Panel>
    </SettingsFrame>
  );
}
