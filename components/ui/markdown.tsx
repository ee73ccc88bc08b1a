/** Text that somebody wrote in Markdown. Whatever it holds, nothing of it runs and nothing is loaded from elsewhere. */
import type { Root, RootContent, Text } from 'mdast';
import Markdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { partsOf } from '#lib/domain/note.ts';

/** Only these lead anywhere; react-markdown drops raw HTML by itself. */
const SAFE_LINK = /^(https?|mailto):/i;

const safeLink = (url: string): string => (SAFE_LINK.test(url) ? url : '');

/** A mention is no Markdown of its own: runs of text are cut at it, and the name stands out. */
function mentionsOf(node: Text): RootContent[] {
  return partsOf(node.value).map((part) =>
    part.kind === 'text'
      ? { type: 'text', value: part.text }
      : { type: 'strong', data: { hProperties: { className: ['mention'] } }, children: [{ type: 'text', value: `@${part.name}` }] },
  );
}

function markMentions(node: { children: RootContent[] }): void {
  node.children = node.children.flatMap((child) => {
    if (child.type === 'text') return mentionsOf(child);
    if ('children' in child) markMentions(child as { children: RootContent[] });
    return [child];
  });
}

const remarkMentions = () => (tree: Root) => markMentions(tree);

const components: Components = {
  a: ({ href, children }) =>
    href ? (
      <a href={href} rel="noopener noreferrer nofollow ugc">
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  // A picture from elsewhere would tell its server who reads the note.
  img: ({ alt }) => <span className="muted">[picture, not loaded{alt ? `: ${alt}` : ''}]</span>,
  input: ({ checked }) => <input type="checkbox" checked={checked === true} disabled readOnly aria-label={checked ? 'Done' : 'To do'} />,
  // The page has headings of its own; those of a note are below them, whatever their number.
  h1: ({ children }) => <p className="markdown-heading">{children}</p>,
  h2: ({ children }) => <p className="markdown-heading">{children}</p>,
  h3: ({ children }) => <p className="markdown-heading">{children}</p>,
  h4: ({ children }) => <p className="markdown-heading">{children}</p>,
  h5: ({ children }) => <p className="markdown-heading">{children}</p>,
  h6: ({ children }) => <p className="markdown-heading">{children}</p>,
};

export function MarkdownText({ text }: { text: string }) {
  return (
    <div className="markdown">
      <Markdown remarkPlugins={[remarkGfm, remarkMentions]} components={components} urlTransform={safeLink}>
        {text}
      </Markdown>
    </div>
  );
}
