import { randomUUID } from 'node:crypto';
import { DeadlineForm } from '#components/deadlines/deadline-form.tsx';
import { AskExtensionForm, DecideExtensionForm, WithdrawExtensionForm } from '#components/deadlines/extension-forms.tsx';
import { EvidenceRefs } from '#components/deadlines/extension-list.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { formatDate, zoneName } from '#lib/domain/time.ts';
import { confinement } from '#lib/operations/context.ts';
import { getParties } from '#lib/operations/get-parties.ts';
import type { DeadlineList } from '#lib/operations/list-deadlines.ts';
import { href, mayDo, type PageView, param, type SearchParams } from '#lib/server/page.ts';
import { uploadReturn } from '#lib/server/upload-return.ts';
import {
  addDeadlineAction,
  askExtensionAction,
  decideExtensionAction,
  withdrawExtensionAction,
} from '../../../../_actions/deadline-actions.ts';
import { evidenceHref, extensionItem } from './deadline-items.ts';

interface Props {
  view: PageView;
  data: DeadlineList;
  search: SearchParams;
  path: string;
}

/** One form at a time, chosen by the address, so that it works without JavaScript. Nothing is written on another day. */
export async function DeadlineForms({ view, data, search, path }: Props) {
  if (!view.moment.live) return null;
  const wanted = param(search, 'form');
  if (param(search, 'decide') || param(search, 'withdraw'))
    return <Decide view={view} data={data} search={search} path={path} mayDecide={mayDo(view, 'decide_extension')} />;
  if (wanted === 'ask' && mayDo(view, 'ask_extension')) return <Ask view={view} data={data} search={search} path={path} />;
  if (wanted === 'add' && mayDo(view, 'set_deadline')) return <Add view={view} data={data} search={search} path={path} />;
  return null;
}

const options = (data: DeadlineList) =>
  data.deadlines.map(({ id, label, dueOn }) => ({ value: id, label: `${label}, ${formatDate(dueOn, 'short')}` }));

async function Ask({ view, data, search, path }: Props) {
  const { program } = view;
  const parties = await getParties(view.context, program.slug);
  return (
    <Panel title="Ask for more time">
      <AskExtensionForm
        action={askExtensionAction.bind(null, program.slug)}
        idempotencyKey={randomUUID()}
        keepHref={path}
        deadlines={options(data)}
        applicants={parties.applicants}
        deadlineId={param(search, 'deadline') || undefined}
        applicationId={param(search, 'application') || undefined}
        ownOnly={confinement(view.context, program.id) !== null}
        today={view.today}
        upload={{
          program: program.slug,
          returnTo: href(path, { form: 'ask', deadline: param(search, 'deadline'), application: param(search, 'application') }),
          uploaded: uploadReturn(search),
        }}
      />
      {parties.more && <p className="muted small">More applicants than this form lists: the API names any.</p>}
    </Panel>
  );
}

function Add({ view, data, path }: Props) {
  const { program } = view;
  return (
    <Panel title="Add a deadline">
      <DeadlineForm
        action={addDeadlineAction.bind(null, program.slug)}
        idempotencyKey={randomUUID()}
        keepHref={path}
        deadlines={options(data)}
        requests={data.requests.map(({ id, title, sentOn }) => ({ value: id, label: `${title}, ${formatDate(sentOn, 'short')}` }))}
        calendars={data.calendars.map(({ name, title }) => ({ value: name, label: title }))}
        calendar={program.calendar}
        zoneName={zoneName(program.zone)}
      />
    </Panel>
  );
}

function Decide({ view, data, search, path, mayDecide }: Props & { mayDecide: boolean }) {
  const { program } = view;
  const takesBack = !mayDecide || param(search, 'withdraw') !== '';
  const wanted = param(search, 'decide') || param(search, 'withdraw');
  const extension = data.extensions.find(({ id, state }) => id === wanted && state === 'asked');
  if (!extension) return null;
  const { title, lines, evidence } = extensionItem(extension, program.zone, undefined);
  return (
    <Panel title={title}>
      {lines.map((line) => (
        <p key={line} className="muted">
          {line}
        </p>
      ))}
      <EvidenceRefs evidence={evidence} href={evidenceHref(view)} />
      {mayDecide && !takesBack && (
        <DecideExtensionForm
          action={decideExtensionAction.bind(null, program.slug)}
          idempotencyKey={randomUUID()}
          keepHref={path}
          extensionId={extension.id}
          wantedOn={extension.wantedOn}
          today={view.today}
          upload={{ program: program.slug, returnTo: href(path, { decide: extension.id }), uploaded: uploadReturn(search) }}
        />
      )}
      {takesBack && (
        <WithdrawExtensionForm
          action={withdrawExtensionAction.bind(null, program.slug)}
          idempotencyKey={randomUUID()}
          keepHref={path}
          extensionId={extension.id}
        />
      )}
      {!takesBack && (
        <p className="form-end">
          <AppLink href={href(path, { withdraw: extension.id })}>Take back the request instead</AppLink>
        </p>
      )}
    </Panel>
  );
}
