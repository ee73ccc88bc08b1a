/** Search parameters of pages as the query of a list. What is not known is ignored: an old link must still open. */
import { isFlag } from '#lib/domain/flag.ts';
import { isStatus } from '#lib/domain/status.ts';
import type { AssessmentQuery } from '#lib/operations/list-assessments.ts';
import { type PageView, param, type SearchParams } from './page.ts';

const SORTS = ['applicant', 'due', 'status', 'updated'] as const;

export interface PageQuery {
  query: AssessmentQuery;
  /** The same as plain parameters, for links that keep them. */
  params: Record<string, string>;
}

export function assessmentQuery(params: SearchParams, view: Pick<PageView, 'asOf' | 'knownAt'>): PageQuery {
  const status = param(params, 'status').split(',').filter(isStatus);
  const flag = param(params, 'flag');
  const sortText = param(params, 'sort');
  const sort = SORTS.find((key) => key === sortText.replace(/^-/, ''));
  const texts = Object.fromEntries(
    (['condition', 'state', 'q', 'cursor'] as const).map((name) => [name, param(params, name).trim()]).filter(([, value]) => value !== ''),
  );
  const kept: Record<string, string> = {
    ...texts,
    ...(status.length > 0 ? { status: status.join(',') } : {}),
    ...(isFlag(flag) ? { flag } : {}),
    ...(sort ? { sort: sortText } : {}),
  };
  const { cursor: _, ...keptParams } = kept;
  return {
    query: {
      ...texts,
      status,
      ...(isFlag(flag) ? { flag } : {}),
      ...(sort ? { sort, descending: sortText.startsWith('-') } : {}),
      asOf: view.asOf,
      knownAt: view.knownAt,
    },
    params: keptParams,
  };
}
