import type { Metadata } from 'next';
import { Brand } from '#components/navigation/brand.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { ProgramView } from '#lib/domain/record.ts';
import { listPrograms } from '#lib/operations/list-programs.ts';
import { forPage } from '#lib/server/page.ts';
import { requestContext } from '#lib/server/session.ts';

export const metadata: Metadata = { title: 'Programs' };

const basisText = (program: ProgramView): string =>
  program.recordBasis === 'public_sources' ? 'Record from public sources' : "Record from the agency's own files";

/** The programs that the reader holds a role in; practice copies after the record. */
export default async function ProgramsPage() {
  const programs = await forPage('/programs', async () => listPrograms(await requestContext()));
  const ordered = [...programs].sort((a, b) => Number(a.kind === 'practice') - Number(b.kind === 'practice'));
  return (
    <main className="sign-in-page">
      <Brand href="/" />
      <h1>Programs</h1>
      <p className="muted">{ordered.length > 0 ? 'The record, and copies of it to practice on.' : 'No program is open to you.'}</p>
      <div className="stack mt-5">
        {ordered.length === 0 && <EmptyState title="Nothing to open.">Ask an administrator for a role in a program.</EmptyState>}
        {ordered.map((program) => (
          <ProgramPanel key={program.id} program={program} />
        ))}
      </div>
    </main>
  );
}

function ProgramPanel({ program }: { program: ProgramView }) {
  return (
    <Panel
      label={`${program.name}, ${program.slug}`}
      title={<AppLink href={`/programs/${program.slug}`}>{program.name}</AppLink>}
      actions={program.kind === 'practice' ? <Tag variant="other">Practice. Not the record.</Tag> : <Tag>{basisText(program)}</Tag>}
    >
      <p className="muted small">
        {program.agency}
        {program.kind === 'practice' && program.copyOf && ` · copy of ${program.copyOf}`} · {program.slug}
      </p>
      {program.kind === 'record' && <p>{program.summary}</p>}
    </Panel>
  );
}
