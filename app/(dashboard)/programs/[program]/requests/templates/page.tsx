import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { LetterText } from '#components/letters/letter-text.tsx';
import { TemplateForm } from '#components/letters/template-form.tsx';
import { Details } from '#components/ui/details.tsx';
import { SideColumns } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { FIRST_TEMPLATE, MERGE_FIELDS } from '#lib/domain/letter-template.ts';
import { formatInstant } from '#lib/domain/time.ts';
import { listTemplates } from '#lib/operations/list-templates.ts';
import { forPage, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
import { saveTemplateAction } from '../../../../_actions/request-actions.ts';
import { LettersFrame } from '../_components/letters-frame.tsx';

export const metadata: Metadata = { title: 'Letter templates' };

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function TemplatesPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = `/programs/${slug}/requests/templates`;
  const view = await openProgramPage(slug, {}, path);
  const { items } = await forPage(path, () => listTemplates(view.context, slug));
  const form = { action: saveTemplateAction.bind(null, slug), keepHref: path };
  const former = (name: string) => items.filter((item) => item.name === name && !item.current);
  return (
    <LettersFrame
      view={view}
      current="templates"
      path={path}
      title="Letters"
      lead="Words to begin with. A template is saved by version; a letter keeps the words it was sent with."
      done={param(search, 'done')}
    >
      <SideColumns aside={<MergeFields />}>
        {items
          .filter(({ current }) => current)
          .map((item) => (
            <Panel key={item.id} title={`${item.name}, version ${item.version}`}>
              <p className="muted small">
                {item.savedBy}, {formatInstant(item.savedAt, view.program.zone)}
              </p>
              <TemplateForm {...form} key={item.version} idempotencyKey={randomUUID()} template={item} />
              {former(item.name).map((old) => (
                <Details key={old.id} look="row" summary={`Version ${old.version}, ${old.savedBy}`}>
                  <LetterText heading="h3" subject={old.subject} blocks={[{ kind: 'text', text: old.body }]} />
                </Details>
              ))}
            </Panel>
          ))}
        <Panel title="A new template">
          <TemplateForm {...form} key={items.length} idempotencyKey={randomUUID()} template={{ ...FIRST_TEMPLATE, name: '', version: 0 }} />
        </Panel>
      </SideColumns>
    </LettersFrame>
  );
}

function MergeFields() {
  return (
    <Panel title="Merge fields">
      <p className="muted small">
        In double braces. Each is put in as it stands; there is no other logic. Unknown ones are refused by name and place.
      </p>
      <dl className="merge-fields">
        {Object.entries(MERGE_FIELDS).map(([name, says]) => (
          <div key={name}>
            <dt>
              <code>{`{{${name}}}`}</code>
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
